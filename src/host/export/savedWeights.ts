import { FileType, Uri, workspace } from 'vscode';
import { readSafetensors, type SafeTensor } from '../../engine/formats/safetensors';
import { initializerKeys } from '../../experiment/runFile/savedWeights';
import type { RunRecord } from '../../experiment/record/record';
import type { NamedTensor, TrialWeights } from '../../protocol/trainer';

/** Bytes of one of the two files: far more than is kept. */
const mostWeights = 200e6;

/** The tensors of one file of a saved run; none when it is not there. */
async function tensorsIn(file: Uri): Promise<SafeTensor[]> {
  try {
    const { size, type } = await workspace.fs.stat(file);
    return size <= mostWeights && (type & FileType.File) !== 0
      ? readSafetensors(await workspace.fs.readFile(file)).tensors
      : [];
  } catch {
    return [];
  }
}

/** The weights that lie beside a saved run's file, trial by trial under their plain names. */
export async function weightsBeside(file: Uri, run: RunRecord): Promise<TrialWeights[]> {
  const [start, final] = await Promise.all(
    ['start.safetensors', 'final.safetensors'].map((name) => tensorsIn(Uri.joinPath(file, '..', name))),
  );
  const keys = initializerKeys(run.header!);
  return run.trials.map(({ initializer, seed }, trial): TrialWeights => {
    const prefix = `${keys[initializer]}.seed${seed}.`;
    const own = (tensors: readonly SafeTensor[]): NamedTensor[] =>
      tensors
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ name, shape, values }) => ({ name: name.slice(prefix.length), shape: [...shape], values }));
    return { trial, initial: own(start), final: own(final) };
  });
}
