import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { modelCode, type ModelInitializer } from '../../../src/experiment/code/modelCode';
import { applyToModel } from '../../../src/python/source/applyToModel';
import type { SourceEdit } from '../../../src/python/source/syntax';
import { torchPython } from './python';

const cnn = `"""A small network."""
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, width=6):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, width, 3), nn.BatchNorm2d(width), nn.ReLU(), nn.Conv2d(width, width, 3, groups=2))
        self.up = nn.ConvTranspose2d(width, 4, 2)
        self.head = nn.Linear(4, 5)

    def forward(self, x):
        return self.head(self.up(self.features(x)).mean((2, 3)))
`;
const dense = `from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(8, 12), nn.ReLU(), nn.Linear(12, 12), nn.Dropout(0.5))
        self.head = nn.Linear(12, 4, bias=False)

    def forward(self, x):
        return self.head(self.body(x))
`;
const transformer = `from torch import nn
import torch


class Conv1D(nn.Module):
    def __init__(self, nf, nx):
        super().__init__()
        self.nf = nf
        self.weight = nn.Parameter(torch.randn(nx, nf))
        self.bias = nn.Parameter(torch.zeros(nf))

    def forward(self, x):
        return x @ self.weight + self.bias


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.apart = nn.MultiheadAttention(8, 2, kdim=4, vdim=4)
        self.norm = nn.LayerNorm(8)
        self.mlp = Conv1D(16, 8)
        self.down = nn.utils.parametrizations.weight_norm(nn.Linear(16, 8))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(11, 8)
        self.blocks = nn.ModuleList([Block(), Block()])
        self.rnn = nn.LSTM(8, 4)
        self.pair = nn.Bilinear(3, 4, 5)
        self.head = nn.Linear(8, 11, bias=False)
        self.head.weight = self.embed.weight
`;

/** The text after the edits; those at one place in their order. */
const edited = (text: string, edits: readonly SourceEdit[]): string =>
  edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((left, right) => right.from - left.from || right.index - left.index)
    .reduce((result, { from, to, insert }) => result.slice(0, from) + insert + result.slice(to), text);

const folder = mkdtempSync(join(tmpdir(), 'initlab-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Compares the trial's parameters with those of the applied file, of which the random stream is set as it says. */
const compare = `
import importlib.util, json, sys
import torch
from initlab_probe.data import DataSource
from initlab_probe.frameworks.registry import framework_of
from initlab_probe.request import Experiment

def load(file, name):
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

where, different = sys.argv[1], []
state = {name: torch.full_like(one, 0.25) for name, one in load(where + '/plain0.py', 'plain').Net().state_dict().items()}
torch.save({'epoch': 3, 'state_dict': state}, where + '/weights.pt')
for case in json.load(open(where + '/cases.json')):
    experiment = Experiment.from_json(case['experiment'], where)
    framework = framework_of(experiment)
    for seed in experiment.seeds:
        batch = DataSource(experiment, framework).batches(seed).probe_batch()
        trial = framework.build(experiment, seed, batch)
        touched = trial.initialize(case['experiment']['initializers'][0], batch)
        text = open(where + '/' + case['applied']).read()
        torch.manual_seed(seed)
        if case['forward']:
            spec = load(where + '/' + case['applied'], 'copied')
            model = spec.Net()
            torch.manual_seed(seed)
            spec.init_weights(model, lambda: model(batch.x))
        else:
            torch.manual_seed(seed)
            seeded = text.replace('    init_weights(', f'    torch.manual_seed({seed}); init_weights(')
            assert 'torch.manual_seed(%d); init' % seed in seeded
            open(where + '/seeded.py', 'w').write(seeded)
            model = load(where + '/seeded.py', 'seeded').Net()
        wanted, found = trial.model.state_dict(), model.state_dict()
        assert list(wanted) == list(found)
        names = [name for name in wanted if not torch.equal(wanted[name], found[name])]
        if names or not touched:
            different.append([case['applied'], seed, names, len(touched)])
print(json.dumps(different))
`;

interface Case {
  entry: ModelInitializer;
  model: string;
  shape?: number[];
}

function run(cases: readonly Case[]): unknown {
  const written = cases.map(({ entry, model, shape = [4, 8] }, index) => {
    const [plain, applied] = [`plain${index}.py`, `applied${index}.py`];
    const code = modelCode(entry, { name: 'init_weights', seeds: [3, 8] });
    const forward = entry.kind === 'lsuv';
    const result = forward
      ? `${code.imports.join('\n')}\n${model}\n\n${code.text}\n`
      : edited(
          model,
          applyToModel(model, 'Net', (name) => modelCode(entry, { name, seeds: [3, 8] })),
        );
    writeFileSync(join(folder, plain), model);
    writeFileSync(join(folder, applied), result);
    const experiment = {
      version: 1,
      model: { python: `${plain}:Net` },
      data: { random: { x: { shape }, y: { classes: 4 } } },
      loss: 'categoricalCrossEntropy',
      random: { seeds: [3, 8] },
      initializers: [entry],
    };
    return { applied, experiment, forward };
  });
  writeFileSync(join(folder, 'cases.json'), JSON.stringify(written));
  const { stdout, stderr } = spawnSync(torchPython!, ['-c', compare, folder], {
    env: { ...process.env, PYTHONPATH: resolve('python') },
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as unknown;
}

const bias = { kind: 'heUniform', mode: 'fanOut' } as const;
const conv: ModelInitializer[] = [
  { kind: 'zeros', bias: { kind: 'ones' } },
  { kind: 'ones' },
  { kind: 'constant', value: 0.3, bias: { kind: 'constant', value: -1e-7 } },
  { kind: 'identity', gain: 0.5 },
  { kind: 'randomNormal', mean: 0.1, stddev: 0.2, scale: 0.7, bias: { kind: 'randomUniform' } },
  { kind: 'randomUniform', min: -0.3, max: 0.1 },
  { kind: 'truncatedNormal', mean: 0.1, stddev: 0.2 },
  { kind: 'varianceScaling', scale: 1.5, mode: 'fanAvg', bias: { kind: 'lecunNormal', truncated: true } },
  { kind: 'varianceScaling', mode: 'fanOut', distribution: 'uniform' },
  { kind: 'glorotUniform', gain: { activation: 'tanh', rule: 'pytorch' } },
  { kind: 'glorotNormal', gain: { activation: 'gelu', rule: 'forward' } },
  { kind: 'glorotNormal', truncated: true },
  { kind: 'heUniform', a: 0.2, mode: 'fanOut' },
  { kind: 'heNormal', bias },
  { kind: 'heNormal', truncated: true },
  { kind: 'heNormal', u: { activation: 'silu', rule: 'backward' } },
  { kind: 'lecunUniform' },
  { kind: 'lecunNormal' },
  { kind: 'pytorchLinear', bias: { kind: 'pytorchLinear' } },
  { kind: 'orthogonal', gain: { activation: 'leakyRelu', rule: 'pytorch', slope: 0.3 } },
];

describe.skipIf(torchPython === undefined)(
  'an initializer that is applied to a model draws what its trial drew',
  () => {
    it('in a CNN with BatchNorm, by every law', () => {
      expect(run(conv.map((entry) => ({ entry, model: cnn, shape: [4, 3, 8, 8] })))).toEqual([]);
    });

    it('in dense layers, by the laws of matrices', () => {
      const laws: ModelInitializer[] = [
        { kind: 'sparse', sparsity: 0.3, stddev: 0.2 },
        { kind: 'zerO' },
        { kind: 'identity' },
        { kind: 'fromFile', path: 'weights.pt', bias: { kind: 'fromFile', path: 'weights.pt' } },
        { kind: 'heNormal', layers: { head: { kind: 'fromFile', path: 'weights.pt' } } },
        { kind: 'lsuv', tolerance: 0.01, bias: { kind: 'randomNormal' } },
      ];
      expect(run(laws.map((entry) => ({ entry, model: dense })))).toEqual([]);
    });

    it('in a transformer, embeddings, recurrent and attention matrices and all', () => {
      const entries: ModelInitializer[] = [
        { kind: 'randomNormal', stddev: 0.02, scope: 'all', bias: { kind: 'zeros' } },
        { kind: 'glorotUniform', scope: 'all' },
        { kind: 'pytorchLinear', scope: 'all', bias },
        { kind: 'identity', scope: 'all' },
        {
          kind: 'heNormal',
          layers: {
            'blocks.1.attention*': { kind: 'orthogonal' },
            'rnn.weight_hh*': { kind: 'identity' },
            'blocks.0.*': { kind: 'asWritten' },
            embed: { kind: 'ones' },
          },
          bias: { kind: 'constant', value: 2 },
        },
        { kind: 'asWritten', layers: { head: { kind: 'lecunNormal' }, 'blocks.?.mlp': { kind: 'glorotNormal' } } },
      ];
      expect(run(entries.map((entry) => ({ entry, model: transformer })))).toEqual([]);
    });
  },
);

describe('the call of the function', () => {
  const code = (entry: ModelInitializer) => (name: string) =>
    modelCode(entry, { name, seeds: [0], modules: new Set() });
  const apply = (text: string, model: string, entry: ModelInitializer = { kind: 'heNormal' }): string =>
    edited(text, applyToModel(text, model, code(entry)));
  const { text } = code({ kind: 'heNormal' })('init_weights');

  it('ends the constructor of a class, below the imports that were missing', () => {
    const source = `"""Doc."""\nfrom __future__ import annotations\n\nfrom torch import nn\n\n\n# A net.\n@keep\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        for n in range(3):\n            self.add(n)  # one\n\n    def forward(self, x):\n        return x\n`;
    const result = source
      .replace('from torch', 'import torch\nfrom torch')
      .replace('# A net.', `${text}\n\n\n# A net.`)
      .replace('  # one', '  # one\n        init_weights(self)');
    expect(apply(source, 'Net')).toBe(result);
    // Applied again, the function alone is another.
    const again = apply(result, 'Net', { kind: 'zeros' });
    expect(again).toBe(result.replace(text, code({ kind: 'zeros' })('init_weights').text));
    expect(apply(again, 'Net')).toBe(result);
  });

  it('comes before a function returns, whatever it returns', () => {
    const source = `import torch\n\ndef make(deep):\n    if deep:\n        return torch.nn.Sequential(\n            torch.nn.Linear(2, 2),\n        )  # deep\n    net = torch.nn.Linear(2, 2)\n    return net\n`;
    const result = source
      .replace('def make', `${text}\n\n\ndef make`)
      .replace('return torch.nn.S', 'model = torch.nn.S')
      .replace('# deep', '# deep\n        init_weights(model)\n        return model')
      .replace('    return net', '    init_weights(net)\n    return net');
    expect(apply(source, 'make')).toBe(result);
    expect(apply(result, 'make')).toBe(result);
  });

  it('follows an assignment, and leaves a function of that name alone', () => {
    const source = 'import torch\r\n\r\ndef init_weights(m): pass\r\nmodel = torch.nn.Linear(2, 2)\r\nprint(model)';
    const result = apply(source, 'model');
    expect(result).toContain('model = torch.nn.Linear(2, 2)\r\ninit_weights_2(model)\r\nprint(model)');
    expect(result.replaceAll('\r\n', '')).not.toContain('\n');
    expect(apply(result, 'model')).toBe(result);
  });

  it.each([
    [
      'class Net(Base):\n    """Doc."""\n',
      '    """Doc."""\n\n    def __init__(self, *args, **kwargs):\n        super()',
    ],
    ['class Net(Base):\n    @property\n    def a(self): ...\n', '        init_weights(self)\n\n    @property\n'],
    ['class Net(Base):\n    def __init__(self): pass\n', 'def __init__(self): pass; init_weights(self)\n'],
    ['class Net(Base):\n    def __init__(self):\n        return\n', '        init_weights(self)\n        return\n'],
  ])('finds its place in %j', (source, part) => {
    const result = apply(`import torch\n${source}`, 'Net');
    expect(result).toContain(part);
    expect(apply(result, 'Net')).toBe(result);
  });

  it('needs the model in the file', () => {
    expect(() => apply('from other import Net\n', 'Net')).toThrow('Net is not defined at the top level of this file.');
  });
});
