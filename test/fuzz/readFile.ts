import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FileProblem } from '../../src/inspect/files/fileProblem';
import { findingText } from '../../src/inspect/report/findingText';
import { Inspection } from '../../src/inspect/report/inspection';
import { openTensorFile } from '../../src/inspect/open/openTensorFile';
import { memorySource } from '../../src/inspect/files/sources';
import type { FuzzPlace, FuzzTarget } from './target';

/** Golden files of weights by their names. */
export const goldenFiles = (...names: readonly string[]): Uint8Array[] =>
  names.map((name) => new Uint8Array(readFileSync(resolve('test/golden/weights', name))));

/** A target that inspects an input as a file of the given name: its list, the reports of all tensors, the findings. */
export const inspectAs =
  (fileName: string): FuzzTarget['run'] =>
  async (bytes: Uint8Array, { h5Worker }: FuzzPlace) => {
    try {
      const file = await openTensorFile(memorySource(bytes), fileName, { h5Worker });
      try {
        const inspection = new Inspection(file);
        for (const { index } of inspection.placed) await inspection.report(index);
        inspection.findings().map(findingText);
        return 'read';
      } finally {
        file.close();
      }
    } catch (error) {
      if (error instanceof FileProblem) return 'refused';
      throw error;
    }
  };
