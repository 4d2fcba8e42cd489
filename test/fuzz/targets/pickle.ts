import { strToU8, unzipSync, zipSync } from 'fflate';
import type { SeededRandom } from '../random';
import { goldenFiles, inspectAs } from '../readFile';
import type { FuzzTarget } from '../target';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const names = [
  'collections\nOrderedDict',
  'torch._utils\n_rebuild_tensor_v2',
  'torch\nFloatStorage',
  'torch._utils\n_rebuild_parameter',
  'argparse\nNamespace',
  'builtins\nset',
  'os\nsystem',
  'numpy.core.multiarray\n_reconstruct',
  'numpy\ndtype',
  'torch._tensor\n_rebuild_from_type_v2',
  'constructor\nprototype',
  'torch\n__proto__',
  'torch._utils\n_rebuild_sparse_tensor',
  'collections\ndefaultdict',
];
/** Operations of all protocols with their arguments. */
function operation(random: SeededRandom): string {
  const byte = (): string => String.fromCharCode(random.of([0, 1, 2, 3, 5, 127, 255]));
  const plain = '(}])N\x88\x890123tldsuae.QRbo\x81\x92\x85\x86\x87\x8f\x90\x91\x93\x94\x97\x98';
  switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
      return random.of([...plain]);
    case 3:
      return `K${byte()}`;
    case 4:
      return `c${random.of(names)}\n`;
    case 5: {
      const text = random.of([
        'a',
        'w',
        'state_dict',
        'storage',
        '0',
        'cpu',
        '_parameters',
        '_modules',
        '__proto__',
        'torch',
      ]);
      return random.once(2)
        ? `X${String.fromCharCode(text.length)}\0\0\0${text}`
        : `\x8c${String.fromCharCode(text.length)}${text}`;
    }
    case 6:
      return random.of([`q${byte()}`, `h${byte()}`, '\x94']);
    case 7:
      return random.of([
        'I1\n',
        'L2L\n',
        'F1.5\n',
        "S'a'\n",
        'Vb\n',
        'p1\n',
        'g1\n',
        'P0\n',
        'iargparse\nNamespace\n',
        `J${byte()}${byte()}${byte()}${byte()}`,
        `M${byte()}${byte()}`,
        'G\0\0\0\0\0\0\0\0',
      ]);
    case 8:
      return random.of([
        '\x8a\x10',
        '\x8a\x02ab',
        '\x8b\x02\0\0\0ab',
        '\x8b\xff\xff\xff\x7f',
        '\x8e\x01\0\0\0\0\0\0\0a',
        '\x96\x01\0\0\0\0\0\0\0a',
        '\x95\0\0\0\0\0\0\0\0',
        '\x82\x01',
        '\x80\x05',
        `U\x01${byte()}`,
        `C\x01${byte()}`,
      ]);
    default:
      return `ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x02tQK\0K${byte()}\x85K${byte()}\x85\x89}tR`;
  }
}

function structured(random: SeededRandom): Uint8Array {
  if (random.once(6)) {
    const depth = 1 + random.below(100_000);
    const [open, close] = random.of([
      [']', 'a'],
      ['}X\x01\0\0\0a', 's'],
      ['(', 't'],
      ['ctorch._utils\n_rebuild_parameter\n', '\x85R'],
    ]);
    return archive(latin1(`\x80\x02${open.repeat(depth)}N${close.repeat(depth)}.`));
  }
  let text = '\x80\x02';
  for (let left = random.below(60); left > 0; left--) text += operation(random);
  // What is left on the stack becomes one value more often than not.
  return archive(latin1(random.once(3) ? `${text}.` : `\x80\x02}(X\x01\0\0\0w${text.slice(2)}u.`));
}

const archive = (pickled: Uint8Array): Uint8Array =>
  zipSync({ 'a/data.pkl': pickled, 'a/data/0': new Uint8Array(16), 'a/version': strToU8('3\n') }, { level: 0 });

/** Pickles made of random operations, in a sound archive. */
export const pickle: FuzzTarget = {
  name: 'pickle',
  seeds: () =>
    goldenFiles('state.pt', 'mixed.pth').map((bytes) =>
      archive(Object.entries(unzipSync(bytes)).find(([name]) => name.endsWith('data.pkl'))![1]),
    ),
  structured,
  run: inspectAs('a.pt'),
};
