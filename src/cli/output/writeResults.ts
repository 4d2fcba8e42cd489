import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RunRecord } from '../../experiment/record/record';
import { runFileHead, trialEntries } from '../../experiment/runFile/runFile';
import { weightFile, weightFileStem, weightMetadata } from '../../experiment/runFile/weightFile';
import type { TrialWeights } from '../../protocol/trainer';
import { BadInput } from '../badInput';
import { OutputError, OutputTarget, reasonOf, tryFolder } from './outputTarget';

/** `path` itself or the nearest thing above it that is there. */
async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  return there || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** Refuses a folder of weights that cannot be written to, before hours of training. */
export async function checkWeightsFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  if (folder === '') throw new BadInput('--weights: expected a folder name, got "".');
  try {
    const found = await stat(await nearestFolder(resolve(folder)));
    if (!found.isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    await tryFolder(await nearestFolder(resolve(folder)));
  } catch (error) {
    throw new BadInput(`Cannot write to ${folder} (--weights): ${reasonOf(error)}.`);
  }
}

/** The run file piece by piece: all of a large one is longer than a text may be. */
export function* runFilePieces(run: RunRecord): Generator<string> {
  const head = JSON.stringify(runFileHead(run), null, 1);
  yield `${head.slice(0, head.lastIndexOf('\n}'))},\n "trials": [`;
  let first = true;
  for (const entry of trialEntries(run)) {
    yield `${first ? '' : ','}\n${JSON.stringify(entry, null, 1).replace(/^/gm, '  ')}`;
    first = false;
  }
  yield `${first ? '' : '\n '}]\n}\n`;
}

/**
 * `<index>-<kind>-seed<seed>-initial.safetensors` and `…-final.safetensors` for every trial. One that cannot be written
 * does not keep the others from it; then an `OutputError` tells the first reason and how many there were.
 */
export async function writeWeights(folder: string, run: RunRecord, weights: readonly TrialWeights[]): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new OutputError(`Cannot write to ${folder} (--weights): ${reasonOf(error)}.`);
  });
  const problems: string[] = [];
  for (const { trial, initial, final } of weights) {
    for (const [moment, tensors] of [
      ['initial', initial],
      ['final', final],
    ] as const) {
      if (!tensors) continue;
      const target = OutputTarget.of(join(folder, `${weightFileStem(run, trial, moment)}.safetensors`), 'weights');
      await target
        .write(() => weightFile('safetensors', tensors, weightMetadata(run, trial)))
        .catch((error: unknown) => {
          if (!(error instanceof OutputError)) throw error;
          problems.push(error.message);
        });
    }
  }
  if (problems.length > 0)
    throw new OutputError(
      problems.length === 1 ? problems[0] : `${problems[0]} ${problems.length} weight files couldn't be written.`,
    );
}
