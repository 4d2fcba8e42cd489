import { access, constants, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RunRecord } from '../experiment/record';
import { runFile } from '../experiment/runFile';
import { weightFile, weightFileStem, weightMetadata } from '../experiment/weightFile';
import type { NamedTensor, TrialWeights } from '../protocol/trainer';
import { BadInput } from './badInput';

/** Before hours of training: whether the results can be written at all. */
export async function checkTargets(out: string | undefined, weights: string | undefined): Promise<void> {
  if (out !== undefined) {
    const folder = dirname(out);
    await access(folder, constants.W_OK).catch(() => { throw new BadInput(`Cannot write ${out} (--out): ${folder} is no folder that can be written to.`); });
    if ((await stat(out).catch(() => undefined))?.isDirectory()) throw new BadInput(`Cannot write ${out} (--out): it is a folder.`);
  }
  if (weights !== undefined) {
    const found = await stat(weights).catch(() => undefined);
    if (found && !found.isDirectory()) throw new BadInput(`Cannot write to ${weights} (--weights): it is no folder.`);
    const folder = await nearestFolder(resolve(weights));
    await access(folder, constants.W_OK).catch(() => { throw new BadInput(`Cannot write to ${weights} (--weights): ${folder} is no folder that can be written to.`); });
  }
}

/** `path` itself or the nearest thing above it that is there. */
async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).then(() => true, () => false);
  return there || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** The run file, whole or not at all; into a device such as /dev/stdout as it comes. */
export async function writeRun(out: string, run: RunRecord): Promise<void> {
  const found = await stat(out).catch(() => undefined);
  if (found && !found.isFile()) return writeFile(out, `${JSON.stringify(runFile(run), null, 1)}\n`);
  const partial = `${out}.part`;
  await writeFile(partial, `${JSON.stringify(runFile(run), null, 1)}\n`);
  await rename(partial, out);
}

/** `<index>-<kind>-seed<seed>-initial.safetensors` and `…-final.safetensors` for every trial. */
export async function writeWeights(folder: string, run: RunRecord, weights: readonly TrialWeights[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { trial, initial, final } of weights) {
    const write = (moment: 'initial' | 'final', tensors: NamedTensor[]): Promise<void> =>
      writeFile(join(folder, `${weightFileStem(run, trial, moment)}.safetensors`), weightFile('safetensors', tensors, weightMetadata(run, trial)));
    await write('initial', initial);
    if (final) await write('final', final);
  }
}
