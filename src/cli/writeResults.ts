import { access, constants, mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeSafetensors } from '../engine/formats/safetensors';
import type { RunRecord } from '../experiment/record';
import { runFile } from '../experiment/runFile';
import type { TrialWeights } from '../protocol/trainer';
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
  }
}

/** The run file, whole or not at all. */
export async function writeRun(out: string, run: RunRecord): Promise<void> {
  const partial = `${out}.part`;
  await writeFile(partial, `${JSON.stringify(runFile(run), null, 1)}\n`);
  await rename(partial, out);
}

/** `<index>-<kind>-seed<seed>-initial.safetensors` and `…-final.safetensors` for every trial. */
export async function writeWeights(folder: string, run: RunRecord, weights: readonly TrialWeights[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { trial, initial, final } of weights) {
    const { initializer, seed } = run.trials[trial];
    const { kind } = run.header!.experiment.initializers[initializer];
    const { layout } = run.header!;
    const name = join(folder, `${initializer}-${kind}-seed${seed}`);
    const metadata = { initializer: kind, seed: String(seed), layout };
    await writeFile(`${name}-initial.safetensors`, writeSafetensors(initial, metadata));
    if (final) await writeFile(`${name}-final.safetensors`, writeSafetensors(final, metadata));
  }
}
