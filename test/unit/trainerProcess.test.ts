import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { parseExperiment } from '../../src/experiment/parse';
import { presets, presetText } from '../../src/experiment/presets';
import type { TrialWeights } from '../../src/protocol/trainer';
import { RunSession, type EndedRun, type RunOptions } from '../../src/host/runSession';

vi.mock('vscode', async () => import('./fakeVscode'));

const folder = mkdtempSync(join(tmpdir(), 'initlab-trainer-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A trainer process that runs one trial, hands over its weights when it is stopped, and never comes to an end of its figures. */
const neverDone = join(folder, 'neverDone.cjs');
writeFileSync(neverDone, `
const curve = { step: [0, 1], train: [1, 0.5], test: [NaN, NaN], trainAccuracy: [NaN, NaN], testAccuracy: [NaN, NaN] };
const tensor = (value) => [{ name: 'output.kernel', shape: [1], values: Float32Array.of(value) }];
const answers = {
  run: ({ id, experiment }) => {
    const header = { experiment, layers: [], data: { features: 2, classes: 2, trainCount: 1, testCount: 0 }, totalSteps: 9, stepsPerEpoch: 1, environment: { backend: '', workers: 1, node: '' } };
    const trials = [{ trial: 0, status: 'running', step: 2, seconds: 1, curve, snapshots: [] }];
    process.send({ t: 'q', m: 'update', a: [{ id, status: 'running', seconds: 1, header, trials }] });
  },
  handedOver: () => [{ trial: 0, initial: tensor(1), final: tensor(2) }],
  hurry: () => undefined,
};
process.on('message', ({ t, i, m, a }) => {
  if (t === 'q' && answers[m]) process.send({ t: 's', i, r: answers[m](...a) });
});
`);

it('weights of a run that is stopped are kept though its trainer has to be killed while it computes figures', async () => {
  let ended: EndedRun | undefined;
  const session = new RunSession(neverDone, (run) => Promise.resolve(void (ended = run)));
  const { experiment } = parseExperiment(presetText(presets.find(({ id }) => id === 'circles')!));
  await session.start(experiment!, { backend: 'auto', maxMemoryMB: 100 } as RunOptions, false);
  await vi.waitUntil(() => session.run?.status === 'running', { timeout: 60_000 });
  await session.stop();
  expect([session.trainerPid, session.run?.status]).toEqual([undefined, 'stopped']);
  const values = (weights: readonly TrialWeights[]): number[] => weights.flatMap(({ initial, final }) => [...initial, ...final!].map((tensor) => tensor.values[0]));
  expect(values(await session.weights())).toEqual([1, 2]);
  expect(values(await ended!.weights())).toEqual([1, 2]);
  session.dispose();
});
