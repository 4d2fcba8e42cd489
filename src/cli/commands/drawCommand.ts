import type { Floats } from '../../engine/elementType';
import { join } from 'node:path';
import { writeNpy } from '../../engine/formats/npy';
import type { FileTensor } from '../../engine/formats/tensorFile';
import { InitializerError } from '../../engine/initializers/check';
import { drawKernel } from '../../engine/initializers/draw';
import { layouts, type KernelInitializer, type KernelShape } from '../../engine/spec/initializerSpec';
import { createSource, layoutOf } from '../../engine/random/generators';
import type { RandomSource } from '../../engine/random/source';
import { checkKernel } from '../../experiment/format/checks/check';
import { FileProblem } from '../../inspect/files/fileProblem';
import { readKernel } from '../../data/checkpoint';
import { reasonOf } from '../../data/readData';
import { useCompiledDraws } from '../../trainer/backend/draws';
import { BadInput } from '../badInput';
import { drawnBy, kernelSource, readSeed, settingOptions } from '../generatorOptions';
import { oneOf, readOptions } from '../options';
import { OutputTarget } from '../output/outputTarget';
import { exitCodes } from '../runOutcome';

const largestSide = 65_536;
/** Numbers of a tensor: they are drawn in memory, as doubles. */
const largestSize = 2 ** 27;

function readShape(text: string | undefined): [number, number] {
  const match = /^(\d+)x(\d+)$/i.exec(text ?? '');
  const sides = match ? [Number(match[1]), Number(match[2])] : [];
  if (!match || sides.some((side) => side < 1 || side > largestSide)) {
    throw new BadInput(
      `--shape: expected two integers from 1 to ${largestSide}, such as 10x2, got ${JSON.stringify(text) ?? 'nothing'}.`,
    );
  }
  if (sides[0] * sides[1] > largestSize)
    throw new BadInput(
      `--shape: expected at most ${largestSize} numbers, got ${JSON.stringify(text)} = ${sides[0] * sides[1]}.`,
    );
  return [sides[0], sides[1]];
}

/** `stddev=0.1` → a number, `truncated=true` → a boolean, the rest a word. */
function readSetting(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw new BadInput(`--set: expected name=value, got ${JSON.stringify(text)}.`);
  const value = text.slice(at + 1);
  if (value === 'true' || value === 'false') return [text.slice(0, at), value === 'true'];
  return [text.slice(0, at), value !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
}

function readLaw(kind: string | undefined, settings: readonly string[]): KernelInitializer {
  if (kind === undefined) throw new BadInput('KIND: expected an initializer, got nothing (initlab --help).');
  const { law, issues } = checkKernel({ ...Object.fromEntries(settings.map(readSetting)), kind });
  if (!law) throw new BadInput(issues[0].message);
  if (law.seed !== undefined)
    throw new BadInput(`--set seed: expected --seed ${law.seed}, got --set seed=${law.seed}.`);
  return law;
}

/** The tensor of this shape in a file that `--set path=…` names. */
async function readTensors(path: string, shape: KernelShape): Promise<FileTensor[]> {
  try {
    return [await readKernel(path, path, shape)];
  } catch (error) {
    if (error instanceof InitializerError) throw new BadInput(error.message);
    if (!(error instanceof FileProblem) && typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    throw new BadInput(`Cannot read ${path} (--set path): ${reasonOf(error).replace(/\.$/, '')}.`);
  }
}

/** A kernel; a law that cannot be drawn by itself, or a file that does not hold it, is bad input. */
function drawLaw(
  law: KernelInitializer,
  shape: KernelShape,
  source: RandomSource,
  file: FileTensor[] | undefined,
): Floats {
  try {
    return drawKernel(law, shape, source, file && { tensors: () => file });
  } catch (error) {
    if (error instanceof InitializerError) throw new BadInput(error.message);
    throw error;
  }
}

/** The numbers in an array of the source's type. */
function inType({ elementType: { array } }: RandomSource, drawn: Floats): Floats {
  return drawn instanceof array ? drawn : new array(drawn);
}

/** `initlab draw`: one kernel as .npy. */
export async function drawCommand(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, {
    shape: { type: 'string' },
    seed: { type: 'string' },
    generator: { type: 'string', default: 'numpy' },
    'torch-version': { type: 'string' },
    ...settingOptions,
    layout: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
  });
  if (positionals.length > 1) throw new BadInput(`Expected one KIND, got also ${JSON.stringify(positionals[1])}.`);
  const law = readLaw(positionals[0], values.set);
  const [rows, columns] = readShape(values.shape);
  const { generator, settings } = drawnBy(values, law);
  const seed = readSeed(values.seed, generator);
  const layout = oneOf('layout', values.layout ?? layoutOf(generator), layouts);
  if (values.out === undefined) throw new BadInput('--out: expected a .npy file to write, got nothing.');
  const out = OutputTarget.of(values.out, 'out');
  await out.check();

  const [fanOut, fanIn] = layout === 'out-in' ? [rows, columns] : [columns, rows];
  const shape: KernelShape = { fanIn, fanOut, layout };
  const file = law.kind === 'fromFile' ? await readTensors(law.path, shape) : undefined;
  useCompiledDraws(join(__dirname, 'kernels'));
  const source = kernelSource(createSource(generator, seed, settings), settings);
  const drawn = drawLaw(law, shape, source, file);
  await out.write(() => writeNpy(inType(source, drawn), [rows, columns]));
  return exitCodes.good;
}
