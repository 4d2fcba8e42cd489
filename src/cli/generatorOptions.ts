import { generatorKinds, generators, type Generator } from '../engine/random/generators';
import { settingNames, settingValues, type SettingName } from '../engine/random/settings';
import type { GeneratorKind, GeneratorSettings, RandomSource } from '../engine/random/source';
import type { KernelInitializer } from '../engine/spec/initializerSpec';
import { lackIssuesOf, settingIssues } from '../experiment/format/checks/generatorChecks';
import { BadInput } from './badInput';
import { oneOf, wholeNumber } from './options';

const largestSeed = 4294967295;
/** The generators of PyTorch by the version whose functions they have. */
const torchVersions: Readonly<Record<string, Generator>> = { '2.12': 'torch', '1.13': 'torch-1.13' };

/** An option for each setting of generators, `--backend jax`. */
export const settingOptions = Object.fromEntries(settingNames.map((name) => [name, { type: 'string' }])) as Record<
  SettingName,
  { type: 'string' }
>;

type Values = { generator: string; 'torch-version'?: string } & Partial<Record<SettingName, string>>;

function readGenerator({ generator: name, 'torch-version': version }: Values): Generator {
  const generator = oneOf('generator', name, generators);
  if (version === undefined) return generator;
  if (generator !== 'torch')
    throw new BadInput(`--torch-version: expected the generator torch, got ${JSON.stringify(generator)}.`);
  return torchVersions[oneOf('torch-version', version, Object.keys(torchVersions))];
}

/** `true` and `false` as booleans, other values as the words that they are. */
function readValue(name: SettingName, text: string): unknown {
  const word = oneOf(name, text, settingValues[name].map(String));
  return settingValues[name].find((value) => String(value) === word);
}

/** The generator and its settings that the options ask for; a law that its framework lacks is bad input. */
export function drawnBy(values: Values, law: KernelInitializer): { generator: Generator; settings: GeneratorSettings } {
  const generator = readGenerator(values);
  const settings: GeneratorSettings = Object.fromEntries(
    settingNames.flatMap((name) => (values[name] === undefined ? [] : [[name, readValue(name, values[name])]])),
  );
  const [setting] = settingIssues({ random: { generator, layout: 'out-in', seeds: [], ...settings } });
  if (setting) throw new BadInput(setting.message.replace(/^random\./, '--'));
  const [issue] = lackIssuesOf(law, [], generator);
  if (issue) throw new BadInput(issue.message.replace(/^kind:/, 'KIND:'));
  return { generator, settings };
}

/** What a kernel is drawn from: with a way of keys, as the first of a network. */
export function kernelSource(source: RandomSource, { keys }: GeneratorSettings): RandomSource {
  return keys === undefined ? source : source.forTensor({ layer: 'hidden.0', index: 0, count: 1, tensor: 'kernel' });
}

/** The seed to draw with, 0 by default: of any size where the framework takes such seeds. */
export function readSeed(text: string | undefined, generator: Generator): number | bigint {
  const kind: GeneratorKind = generatorKinds[generator];
  if (!kind.createLarge) return wholeNumber('seed', text, 0, largestSeed) ?? 0;
  if (text !== undefined && !/^\d+$/.test(text.trim()))
    throw new BadInput(`--seed: expected a non-negative integer, got ${JSON.stringify(text)}.`);
  const seed = BigInt(text ?? 0);
  return seed > largestSeed ? seed : Number(seed);
}
