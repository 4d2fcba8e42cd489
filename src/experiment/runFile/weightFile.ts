import { writeNpy } from '../../engine/formats/npy';
import { writeNpz } from '../../engine/formats/npz';
import { writeSafetensors, type SafeTensor } from '../../engine/formats/safetensors';
import type { RunRecord } from '../record/record';

/** The moments of a trial whose weights are kept. */
export type WeightMoment = 'initial' | 'final';
/** The files that weights can be written to. `npy` holds a single tensor. */
export const weightFormats = ['safetensors', 'npz', 'npy'] as const;
export type WeightFormat = (typeof weightFormats)[number];

/** `<index>-<kind>-seed<seed>-initial`: the name of a file of trial `trial`'s weights, without its ending. */
export function weightFileStem(run: RunRecord, trial: number, moment: WeightMoment): string {
  const { initializer, seed } = run.trials[trial];
  return `${initializer}-${run.header!.experiment.initializers[initializer].kind}-seed${seed}-${moment}`;
}

/** What a safetensors file says of its tensors. */
export function weightMetadata(run: RunRecord, trial: number): Record<string, string> {
  const { initializer, seed } = run.trials[trial];
  return {
    initializer: run.header!.experiment.initializers[initializer].kind,
    seed: String(seed),
    layout: run.header!.layout,
  };
}

/** The bytes of a file of tensors, row-major, each as it is stored. `npy` takes exactly one. Throws a RangeError. */
export function weightFile(
  format: WeightFormat,
  tensors: readonly SafeTensor[],
  metadata: Record<string, string>,
): Uint8Array {
  switch (format) {
    case 'safetensors':
      return writeSafetensors(tensors, metadata);
    case 'npz':
      return writeNpz(tensors);
    case 'npy':
      if (tensors.length !== 1) throw new RangeError(`.npy file: expected one tensor, got ${tensors.length}.`);
      return writeNpy(tensors[0].values, tensors[0].shape);
  }
}
