import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditMarkdown } from '../../../src/host/python/auditText';
import { auditModel } from '../../../src/python/checkModel';
import { torchPython } from './python';
import { folderWith } from './runs';

const code = (call: string): string => `from pathlib import Path
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(3, 4)
        self.head = nn.Linear(4, 2)
        self.load_state_dict(torch.load(Path(__file__).with_name('weights.pt')))
        ${call}
`;
const make = `import torch
from torch import nn
torch.save(nn.ModuleDict({'body': nn.Linear(3, 4), 'head': nn.Linear(4, 2)}).state_dict(), 'weights.pt')`;

const audit = (call: string) => {
  const directory = folderWith(code(call));
  spawnSync(torchPython!, ['-c', make], { cwd: directory });
  const experiment = {
    version: 1,
    model: { python: 'model.py:Net' },
    data: { random: { x: { shape: [1] } } },
    loss: 'model',
  };
  return auditModel(
    { id: 1, experiment, directory, paused: false, maxMemoryMB: 2048 },
    'weights.pt',
    { interpreter: { path: torchPython! }, packageFolder: resolve('python') },
    { output: () => undefined, activity: () => undefined },
  );
};

describe.skipIf(torchPython === undefined)('a model against a checkpoint', () => {
  it('shows what was initialized again after loading', async () => {
    const report = await audit('self.head.reset_parameters()');
    expect(report.tensors.map(({ path, relation }) => [path, relation])).toEqual([
      ['body.weight', 'same'],
      ['body.bias', 'same'],
      ['head.weight', 'different'],
      ['head.bias', 'different'],
    ]);
    expect(report.findings.map(({ kind, severity, path }) => [kind, severity, path])).toEqual([
      ['reinitialized', 'error', 'head.weight'],
    ]);
    const text = auditMarkdown(report);
    expect(text).toContain('# model.py:Net and weights.pt');
    expect(text).toContain('**2** of 4 tensors are the same to the bit.');
    expect(text).toContain('| head.weight | other numbers | 2 × 4 | 2 × 4 |  |');
  });

  it('finds nothing in the correct twin', async () => {
    const report = await audit('pass');
    expect([report.findings, report.tensors.every(({ relation }) => relation === 'same')]).toEqual([[], true]);
  });
});
