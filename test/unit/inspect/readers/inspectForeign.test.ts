import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPickle } from '../../../../src/inspect/readers/pickle';
import { golden, numbersOf, openPath } from '../inspectSupport';

const { tensors, foreign, plain, protocols } = JSON.parse(readFileSync('test/golden/weights/foreign.json', 'utf8')) as {
  tensors: Record<string, number[]>;
  foreign: string[];
  plain: unknown;
  protocols: string[];
};

/** Classes that the values have in every protocol. */
const classes: Readonly<Record<string, string>> = {
  args: 'argparse.Namespace',
  array: 'numpy.ndarray',
  generator: 'numpy.random.Generator',
  where: 'pathlib.PurePosixPath',
  counts: 'collections.defaultdict',
  counter: 'collections.Counter',
  version: 'torch.torch_version.TorchVersion',
  bytes: 'bytes',
  complex: 'complex',
  big: 'an integer of more than 64 bits',
  minus: 'an integer of more than 64 bits',
  decimal: 'decimal.Decimal',
  colour: '__main__.Colour',
  settings: '__main__.Settings',
  when: 'datetime.datetime',
  span: 'datetime.timedelta',
  partial: 'functools.partial',
  hyper: '__main__.AttributeDict',
  function: 'the name torch.nn.functional.relu',
  slice: 'slice',
  quantized: 'a quantized tensor',
  sparse: 'a sparse tensor',
  csr: 'a sparse tensor',
  meta: 'a tensor without numbers, of the device meta',
  half2: 'numbers of type complex32',
  fnuz: 'numbers of type float8_e4m3fnuz',
  e8m0: 'numbers of type float8_e8m0fnu',
  'pcg.state.inc': 'an integer of more than 64 bits',
  'rng.1': 'numpy.ndarray',
};

describe('a state dict beside foreign values', () => {
  it.each([1, 2, 3, 4, 5])(
    'shows its tensors and names the rest with its class and place, protocol %i',
    async (protocol) => {
      const file = await openPath(golden(`foreign${protocol}.pt`));
      expect(file.tensors.map(({ name }) => name)).toEqual(Object.keys(tensors));
      for (const entry of file.tensors) expect(await numbersOf(file, entry)).toEqual(tensors[entry.name]);
      const named = new Map(file.skipped.map(({ name, reason }) => [name, reason]));
      for (const [name, reason] of Object.entries(classes)) expect([name, named.get(name)]).toEqual([name, reason]);
      // The state of Python's generator is a tuple of plain numbers.
      for (const name of foreign.filter((one) => one !== 'pythonRng'))
        expect([...named.keys()].some((one) => one.split('.')[0] === name)).toBe(true);
      file.close();
    },
  );
});

/** Dictionaries as objects, infinity as the text that JSON has for it. */
const toJson = (value: unknown): unknown =>
  value instanceof Map
    ? Object.fromEntries([...value].map(([key, item]) => [key, toJson(item)]))
    : Array.isArray(value)
      ? value.map(toJson)
      : value === Infinity
        ? 'inf'
        : value;

it.each(protocols.map((text, protocol) => [protocol, text] as const))(
  'plain values of protocol %i are what Python pickled',
  (_, text) => {
    expect(toJson(readPickle(new Uint8Array(Buffer.from(text, 'base64')), 'the pickle'))).toEqual(plain);
  },
);
