import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { changeText } from '../../../src/experiment/edit/edit';
import { formulaOf, labelOf } from '../../../src/experiment/text/labels';
import { parseExperiment } from '../../../src/experiment/format/parse';
import type { Experiment } from '../../../src/experiment/format/schema';
import { expandSweep } from '../../../src/experiment/sweep/sweep';
import { settingText } from '../../../src/experiment/sweep/sweepLabels';
import { experimentWarnings } from '../../../src/experiment/format/checks/warnings';
import { fromWire, toWire } from '../../../src/experiment/messages/wire';
import { changeValue } from '../otherValue';
import type { SeededRandom } from '../random';
import type { FuzzTarget } from '../target';

const texts = (): string[] =>
  readdirSync(resolve('examples'))
    .filter((name) => name.endsWith('.initlab.json'))
    .map((name) => readFileSync(resolve('examples', name), 'utf8'));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const pointers = [
  '/optimizer/learningRate',
  '/optimizer/kind',
  '/network/hidden',
  '/network/hidden/0',
  '/initializers/0/u',
  '/initializers/0',
  '/initializers/0/layers',
  '/random/seeds',
  '/dataset/kind',
  '/loss',
  '/__proto__',
  '/constructor/x',
  '/initializers/0/layers/output',
  '//',
  '/training/steps',
];

/** A sweep over odd settings, of up to 400 values. */
function sweepOf(random: SeededRandom): unknown[] {
  return Array.from({ length: 1 + random.below(2) }, () => {
    const path = random.of(pointers);
    if (random.once(3))
      return {
        path,
        from: random.of([0, 1e-300, -1, 1]),
        to: random.of([1e308, 2, 0]),
        count: random.of([2, 20, 400, 1e308]),
        scale: random.of(['log', 'linear', 'x']),
      };
    const value = random.of([0.1, 'sgd', [2], { kind: 'zeros' }, { output: { kind: 'ones' } }, null, 'x'.repeat(1000)]);
    return {
      path,
      values: Array.from({ length: random.of([1, 3, 20, 400]) }, (_, index) =>
        typeof value === 'number' ? value + index : random.once(2) ? value : index,
      ),
    };
  });
}

/** An example with other values in its places, and sometimes a sweep, a key twice, or very many keys. */
function structured(random: SeededRandom): Uint8Array {
  const document = JSON.parse(random.of(texts())) as Record<string, unknown>;
  if (random.once(2)) document.sweep = sweepOf(random);
  if (!random.once(3)) changeValue(document, random);
  let text = JSON.stringify(document, undefined, random.of([0, 2])).replaceAll(
    'null',
    random.once(20) ? '1e999' : 'null',
  );
  if (random.once(8)) text = text.replace(/"(\w+)":/, (found) => `${found} 1, ${found}`);
  if (random.once(12))
    text = text.replace(
      '{',
      `{${Array.from({ length: random.once(5) ? 30_000 : 10 }, (_, index) => `"k${index}":${index},`).join('')}`,
    );
  if (random.once(12)) text = text.replace(/: ?\d+/, `: ${'['.repeat(100_000)}`);
  return bytesOf(text);
}

function use(experiment: Experiment): void {
  experimentWarnings(experiment);
  experiment.initializers.forEach((entry) => [labelOf(entry), formulaOf(entry)]);
  for (const { setting } of expandSweep(experiment)) settingText(experiment, setting);
}

/** Texts of experiments, with what the editor does of each: the check, its sweep, an edit, the message to the page. */
export const experiment: FuzzTarget = {
  name: 'experiment',
  seeds: () => texts().map(bytesOf),
  structured,
  run: (bytes) =>
    Promise.resolve().then(() => {
      const text = new TextDecoder().decode(bytes);
      const parsed = parseExperiment(text);
      if (parsed.experiment) use(parsed.experiment);
      changeText(text, [{ path: ['training', 'steps'], value: 3 }]);
      const sent = fromWire(toWire({ ...parsed, beside: new Uint8Array(1) })) as { value?: unknown };
      if (JSON.stringify(sent.value) !== JSON.stringify(parsed.value)) throw new Error('the page has another document');
      return parsed.experiment ? 'read' : 'refused';
    }),
};
