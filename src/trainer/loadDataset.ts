import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { parseCsv } from '../engine/datasets/csv';
import type { Dataset } from '../engine/datasets/spec';
import { createSynthetic } from '../engine/datasets/synthetic';
import { unexpected } from '../experiment/issue';
import { outputOf } from '../experiment/resolve';
import type { Experiment } from '../experiment/schema';
import { RunRefused } from './refused';

async function readTable(path: string, directory: string | undefined): Promise<Uint8Array> {
  if (!isAbsolute(path) && directory === undefined) {
    throw new RunRefused(unexpected(['dataset', 'path'], path, 'a saved experiment or an open folder for a relative path, or an absolute path,').message);
  }
  const file = isAbsolute(path) ? path : join(directory!, path);
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'it may not be read' : String(code);
    throw new RunRefused(`Cannot read ${file} (dataset.path): ${reason}.`);
  }
}

/** The dataset of an experiment; `directory` is where a relative path starts. Bad data is a RunRefused. */
export async function loadDataset(experiment: Experiment, directory: string | undefined): Promise<Dataset> {
  const { dataset } = experiment;
  if (dataset.kind !== 'csv') return createSynthetic(dataset);
  const bytes = await readTable(dataset.path, directory);
  const quantity = experiment.loss === 'meanSquaredError' && outputOf(experiment) === 'linear';
  try {
    return parseCsv(bytes, dataset, { quantity });
  } catch (error) {
    throw new RunRefused(error instanceof Error ? error.message : String(error));
  }
}
