import { describe, expect, it } from 'vitest';
import { findModels } from '../../../src/python/source/findModels';

const modelsOf = (text: string) =>
  findModels(text).models.map(({ name, kind, framework, required }) => [name, kind, framework, ...required].join(' '));

describe('models of a Python file', () => {
  it.each<[string, string, string[]]>([
    ['by a full name', 'import torch\nclass Net(torch.nn.Module):\n  pass\n', ['Net class torch']],
    ['by an alias', 'from torch import nn as layers\nclass Net(layers.Module): pass\n', ['Net class torch']],
    ['by the class itself', 'from torch.nn import (Linear, Module)\nclass Net(Module): pass\n', ['Net class torch']],
    [
      'by another class',
      'import torch.nn as nn\nclass A(nn.Module): pass\nclass B(A): pass\n',
      ['A class torch', 'B class torch'],
    ],
    ['of Keras', 'import keras\nclass Net(keras.Model): pass\n', ['Net class keras']],
    [
      'of Keras in TensorFlow',
      'from tensorflow import keras\nclass Net(keras.models.Model): pass\n',
      ['Net class keras'],
    ],
    [
      'with a metaclass and a mixin',
      'import torch.nn as nn\nclass N(Mixin, nn.Module, metaclass=M): pass\n',
      ['N class torch'],
    ],
    [
      'with arguments',
      `
import torch.nn as nn
@register
class Net(nn.Module):
    """Doc."""
    width: int = 3
    def __init__(self, width, depth: int = 3, *sizes, act=nn.ReLU, heads: int, **more):
        super().__init__()
`,
      ['Net class torch width heads'],
    ],
    [
      'made by a function',
      `
from torch import nn
def build(width: int = 3):
    body = nn.Sequential(nn.Linear(width, 1))
    return body
def typed(a) -> nn.Module:
    return other(a)
async def inner():
    def helper():
        return nn.Linear(1, 1)
    return 3
`,
      ['build function torch', 'typed function torch a'],
    ],
    ['assigned', 'import keras\nmodel = keras.Sequential([keras.layers.Dense(1)])\n', ['model object keras']],
    ['of torchvision', 'from torchvision import models\nnet: object = models.resnet18()\n', ['net object torch']],
    [
      'of transformers',
      'from transformers import GPT2LMHeadModel\nlm = GPT2LMHeadModel(config)\n',
      ['lm object torch'],
    ],
    ['that is broken below', 'import torch.nn as nn\nclass Net(nn.Module): pass\ndef (:\n', ['Net class torch']],
  ])('are found %s', (_, text, expected) => expect(modelsOf(text)).toEqual(expected));

  it.each([
    ['a layer of Keras', 'import keras\nclass L(keras.layers.Layer): pass\n'],
    ['a name that is not imported', 'class Net(Module): pass\n'],
    ['another module of that name', 'import mytorch as torch\nclass Net(torch.nn.Module): pass\n'],
    ['a class in a string', '"""\nimport torch\nclass Net(torch.nn.Module): pass\n"""\n'],
    ['a class in a function', 'import torch\ndef f():\n  class Net(torch.nn.Module): pass\n'],
    ['a function that returns a number', 'import torch\ndef f():\n  return torch.zeros(3)\n'],
    ['a comment', '# class Net(torch.nn.Module): pass\n'],
    ['nothing', ''],
  ])('are not made up for %s', (_, text) => expect(modelsOf(text)).toEqual([]));

  it('are found in a file that nests without end', () => {
    const deep = `${'('.repeat(50_000)}1${')'.repeat(50_000)}`;
    const text = `import torch.nn as nn\ndef f():\n  return ${deep}\n`;
    expect(modelsOf(text.replace('\n', '\nclass Net(nn.Module): pass\n'))).toEqual(['Net class torch']);
  });

  it('begin where their line begins', () => {
    const text = 'import torch.nn as nn\n\n\nclass Net(nn.Module):\n    pass\n';
    expect(text.slice(findModels(text).models[0].from)).toMatch(/^class Net/);
  });

  it('come with what gives batches and losses', () => {
    const { batches, losses } = findModels(`
from torch import nn
from torch.utils.data import DataLoader
train = DataLoader(dataset)
criterion = nn.CrossEntropyLoss()
def make_batches(): ...
def make_batch(n): ...
def my_loss(output, target): ...
def loss(): ...
`);
    expect([batches, losses]).toEqual([
      ['train', 'make_batches'],
      ['criterion', 'my_loss'],
    ]);
  });
});
