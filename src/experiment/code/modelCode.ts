import type { KernelInitializer } from '../../engine/spec/initializerSpec';
import type { ModelExperiment } from '../format/schema';
import { labelOf } from '../text/labels';
import { firstBatchLines } from './firstBatchCode';
import { hadamardLines, quoted, type Fans } from './snippet';
import { biasLines, gainLines, kernelLines } from './torchCode';
import { fileTensor, weightFileLines } from './weightFileCode';

/** An initializer of an experiment with a user's model. */
export type ModelInitializer = ModelExperiment['initializers'][number];

/** A function of Python that draws into a model, and the statements that its file must import with. */
export interface ModelCode {
  imports: string[];
  /** The definition, without a line break at its end. */
  text: string;
}

/** What the function is written for. */
export interface ModelCodeOptions {
  /** Its name. */
  name: string;
  /** The seeds of the trials whose numbers it repeats. */
  seeds: readonly number[];
  /** Class names of the model's modules where a run has told them; what no module is, is left out. */
  modules?: ReadonlySet<string>;
  /** A path of the experiment as the model's file writes it. */
  pathOf?: (path: string) => string;
}

/** The sentence by which a function written here is known. */
export const writtenHere = 'Written by Init Lab; applying an initializer again replaces this function.';

const fans: Fans = { fanIn: 'fan_in', fanOut: 'fan_out' };
/**
 * The layers whose kernels an initializer draws by default: `torch_framework/initialization/kernels.py` in
 * `python/initlab_probe`.
 */
const layers = [
  ...['Linear', 'Conv1d', 'Conv2d', 'Conv3d'],
  ...['ConvTranspose1d', 'ConvTranspose2d', 'ConvTranspose3d'],
].map((name) => `torch.nn.${name}`);

const indented = (lines: readonly string[], by = 1): string[] => lines.map((line) => '    '.repeat(by) + line);

/** `if`, `elif` and `else` over bodies; conditions that are undefined are the last one's. */
function branches(cases: readonly { condition?: string; body: readonly string[] }[]): string[] {
  if (cases.length === 1 && cases[0].condition === undefined) return [...cases[0].body];
  return cases.flatMap(({ condition, body }, index) => [
    condition === undefined ? 'else:' : `${index === 0 ? 'if' : 'elif'} ${condition}:`,
    ...indented(body),
  ]);
}

/** Writes one initializer. */
class Writer {
  private readonly files = new Map<string, string>();
  /** Kernels are known by their names. */
  private readonly general: boolean;
  private measures = false;

  constructor(
    private readonly entry: ModelInitializer,
    private readonly options: ModelCodeOptions,
  ) {
    this.general =
      entry.scope === 'all' ||
      Object.keys(entry.layers ?? {}).length > 0 ||
      [entry.kind, entry.bias?.kind].includes('fromFile');
  }

  write(): ModelCode {
    const loop = this.loop();
    const { name, seeds } = this.options;
    const body = [
      ...[...this.files].flatMap(([path, variable]) => weightFileLines(variable, this.options.pathOf?.(path) ?? path)),
      ...(this.measures ? ['measured: dict[torch.nn.Module, Any] = {}'] : []),
      ...loop,
      ...(this.measures ? firstBatchLines : []),
    ];
    const each = seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds.join(', ')}`;
    const lines = [
      '@torch.no_grad()',
      `def ${name}(model: torch.nn.Module${this.measures ? ', forward: Callable[[], object]' : ''}) -> None:`,
      ...indented([
        `"""${labelOf(this.entry).replaceAll(/[\\"\s]+/g, ' ')}.`,
        '',
        `The same numbers as the trial of ${each}: call torch.manual_seed(seed) right before this function.`,
        ...(this.measures ? ['`forward` passes the first batch through the model.'] : []),
        writtenHere,
        '"""',
        ...body,
      ]),
    ];
    const text = lines.map((line) => line.trimEnd()).join('\n');
    return { imports: importsOf(text), text };
  }

  private loop(): string[] {
    const draws = [...this.draws(), ...this.bias()];
    // Not in quotes: PyTorch has words for the fans, too.
    const used = (name: string): boolean => draws.some((line) => new RegExp(`(?<!['"])\\b${name}\\b`).test(line));
    const bias = used('b');
    const sizes = [
      ...(used('fan_in') ? ['fan_in = w[0].numel()'] : []),
      ...(used('fan_out') ? ['fan_out = w[:, 0].numel()'] : []),
    ];
    const turned = this.mayHave('Conv1D')
      ? ['if type(module).__name__ == "Conv1D":  # the dense layer of GPT-2, (in, out)', '    w = w.t()']
      : [];
    const computed = ['if w is None:  # there is none, or it is computed from other parameters', '    continue'];
    if (!this.general)
      return [
        'for module in model.modules():',
        ...indented([
          ...this.plain(),
          'if not plain:',
          '    continue',
          'own = dict(module.named_parameters(recurse=False))',
          bias ? 'w, b = own.get("weight"), own.get("bias")' : 'w = own.get("weight")',
          ...computed,
          ...turned,
          ...sizes,
          ...draws,
        ]),
      ];
    return [
      'for path, module in model.named_modules():',
      ...indented([
        'own = dict(module.named_parameters(recurse=False))',
        ...this.plain(),
        'if plain:',
        '    kernels = [("weight", "bias")]',
        'elif isinstance(module, (torch.nn.Embedding, torch.nn.EmbeddingBag)):',
        '    kernels = [("weight", "")]',
        'elif isinstance(module, torch.nn.Bilinear):',
        '    kernels = [("weight", "bias")]',
        'elif isinstance(module, (torch.nn.RNNBase, torch.nn.RNNCellBase)):',
        '    kernels = [(name, name.replace("weight", "bias", 1)) for name in own if name.startswith("weight")]',
        'elif isinstance(module, torch.nn.MultiheadAttention):',
        '    kernels = [("in_proj_weight", "in_proj_bias"), ("q_proj_weight", ""), ("k_proj_weight", "")]',
        '    kernels += [("v_proj_weight", "")]',
        'else:',
        '    continue',
        'for name, bias in kernels:',
        ...indented([
          bias ? 'w, b = own.get(name), own.get(bias)' : 'w = own.get(name)',
          ...computed,
          ...turned,
          ...(used('full') ? ['full = f"{path}.{name}".lstrip(".")'] : []),
          ...sizes,
          ...draws,
        ]),
      ]),
    ];
  }

  /** Whether the layer is one that is drawn by default. */
  private plain(): string[] {
    const named = this.mayHave('Conv1D') ? ' or (type(module).__name__ == "Conv1D" and hasattr(module, "nf"))' : '';
    const classes = ['(', ...indented(layers.map((name) => `${name},`)), ')'];
    return ['plain = isinstance(', ...indented(['module,', ...classes.slice(0, -1), '),']), `)${named}`];
  }

  private mayHave(module: string): boolean {
    return this.options.modules?.has(module) ?? true;
  }

  /** The laws of single layers first, then that of the others. */
  private draws(): string[] {
    const { entry } = this;
    const cases: { condition?: string; body: string[] }[] = Object.entries(entry.layers ?? {}).map(([pattern, law]) => {
      const text = quoted(pattern);
      return {
        condition: `fnmatchcase(path, ${text}) or fnmatchcase(full, ${text})`,
        body: law.kind === 'asWritten' ? ['continue'] : this.kernel(law),
      };
    });
    if (entry.kind === 'asWritten') cases.push({ body: ['continue'] });
    else if (entry.scope === 'all' || !this.general) cases.push({ body: this.kernel(entry) });
    else cases.push({ condition: 'plain', body: this.kernel(entry) }, { body: ['continue'] });
    return branches(cases);
  }

  private kernel(law: KernelInitializer): string[] {
    switch (law.kind) {
      case 'identity':
        return [
          'if w.dim() == 2:',
          '    torch.nn.init.eye_(w)',
          'else:',
          '    torch.nn.init.dirac_(w, getattr(module, "groups", 1))',
          ...gainLines(law.gain),
        ];
      case 'pytorchLinear':
        return [
          'if plain and hasattr(module, "reset_parameters"):',
          '    module.reset_parameters()  # the bias too',
          'else:',
          '    torch.nn.init.kaiming_uniform_(w, a=math.sqrt(5))',
        ];
      case 'zerO':
        return [
          'units, inputs = w.shape',
          'if units <= inputs:',
          '    torch.nn.init.eye_(w)',
          'else:',
          ...indented([...hadamardLines('units', 'torch'), 'w.copy_(H[:units, :inputs] / math.sqrt(len(H)))']),
        ];
      case 'lsuv':
        this.measures = true;
        return [
          'torch.nn.init.orthogonal_(w)',
          `measured[module] = w, b, ${law.tolerance ?? 0.1}, ${law.maxTries ?? 10}`,
        ];
      case 'fromFile':
        return [`w.copy_(${this.fromFile(law.path, 'w')})`];
      default:
        return kernelLines(law, fans)!;
    }
  }

  private bias(): string[] {
    const { bias } = this.entry;
    if (!bias || bias.kind === 'asWritten') return [];
    const lines = bias.kind === 'fromFile' ? [`b.copy_(${this.fromFile(bias.path, 'b')})`] : biasLines('b', bias, fans);
    return lines ? ['if b is not None:', ...indented(lines)] : [];
  }

  private fromFile(path: string, tensor: 'w' | 'b'): string {
    const number = this.files.size;
    const variable = this.files.get(path) ?? (number === 0 ? 'weights' : `weights_${number + 1}`);
    this.files.set(path, variable);
    return fileTensor(variable, tensor === 'w' ? 'full' : 'f"{path}.{bias}".lstrip(".")');
  }
}

const imports: [string, RegExp][] = [
  ['import math', /\bmath\./],
  ['from fnmatch import fnmatchcase', /\bfnmatchcase\(/],
  ['from pathlib import Path', /\bPath\(/],
  ['from typing import Any, Callable', /\bCallable\[/],
  ['import numpy', /\bnumpy\./],
  ['import torch', /\btorch\./],
  ['from safetensors.torch import load_file', /\bload_file\(/],
];

/** Statements for the names that a text uses, the standard library first. */
function importsOf(text: string): string[] {
  return imports.filter(([, used]) => used.test(text)).map(([statement]) => statement);
}

/**
 * A function `name(model)` that draws into a PyTorch model what a trial of this initializer drew, bit for bit, after
 * `torch.manual_seed` of its seed: the same functions in the order of `model.modules()`.
 */
export function modelCode(entry: ModelInitializer, options: ModelCodeOptions): ModelCode {
  return new Writer(entry, options).write();
}
