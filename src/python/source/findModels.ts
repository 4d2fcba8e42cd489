import type { SyntaxNode } from '@lezer/common';
import { Names } from './names';
import { childrenOf, parametersOf, PythonSource } from './syntax';

/** A model that a Python file defines at its top level. */
export interface FoundModel {
  name: string;
  kind: 'class' | 'function' | 'object';
  /** Where its definition begins, in characters. */
  from: number;
  framework: 'torch' | 'keras';
  /** Arguments without a default: nothing can build the model without them. */
  required: string[];
}

/** What a Python file has that an experiment with one of its models can use. */
export interface FoundSource {
  models: FoundModel[];
  /** Names of functions and objects that give batches. */
  batches: string[];
  /** Names of functions that compute a loss of an output and a target. */
  losses: string[];
}

/** Full names of classes that models derive from, and of what makes a model when it is called. */
const torchBase =
  /^(torch\.nn\.(Module|Sequential)|torch\.nn\.modules\..*\.(Module|Sequential)|(pytorch_)?lightning\..*LightningModule|transformers\..*PreTrainedModel)$/;
const kerasBase = /^(tensorflow\.)?keras\.(models\.|engine\.training\.)?(Model|Sequential)$/;
const torchMaker =
  /^(torch\.nn\.[A-Z]\w*|torchvision\.models\.\w+|timm\.create_model|transformers\.(Auto)?\w*(Model|LM\w*|For[A-Z]\w*))$/;
const kerasMaker = /^(tensorflow\.)?keras\.(models\.)?((Model|Sequential)|applications\.[\w.]+)$/;

const batchName =
  /^((make|get|load|create|next|sample|train|training)_)*(batch|batches|data|dataset|dataloader|data_loader|loader)$/i;
const lossName = /^(\w+_)?(loss|criterion)(_fn|_function)?$/i;

/** The models of a file by their full names, as they are found. */
class Search {
  readonly found: FoundSource = { models: [], batches: [], losses: [] };
  private readonly names: Names;
  private readonly classes = new Map<string, FoundModel['framework']>();

  constructor(private readonly source: PythonSource) {
    this.names = new Names(source);
    for (const statement of source.statements()) {
      if (statement.name === 'ClassDefinition') this.class(statement);
      else if (statement.name === 'FunctionDefinition') this.function(statement);
      else if (statement.name === 'AssignStatement') this.assignment(statement);
    }
  }

  private frameworkOf(base: string): FoundModel['framework'] | undefined {
    if (torchBase.test(base)) return 'torch';
    return kerasBase.test(base) ? 'keras' : this.classes.get(base);
  }

  /** What a call makes, if it is a model. */
  private made(node: SyntaxNode | null): FoundModel['framework'] | undefined {
    const name = this.names.resolveCall(node);
    if (name === '') return undefined;
    if (torchMaker.test(name)) return 'torch';
    return kerasMaker.test(name) ? 'keras' : this.classes.get(name);
  }

  private class(node: SyntaxNode): void {
    const bases = childrenOf(node.getChild('ArgList') ?? node).map((base) => this.names.resolve(base));
    const framework = bases.map((base) => this.frameworkOf(base)).find((one) => one !== undefined);
    if (framework === undefined) return;
    const name = this.source.nameOf(node);
    this.classes.set(name, framework);
    const body = node.getChild('Body');
    const init = (body ? this.source.statements(body) : []).find(
      (one) => one.name === 'FunctionDefinition' && this.source.nameOf(one) === '__init__',
    );
    const [, ...parameters] = init ? parametersOf(this.source, init) : [];
    this.add(node, { name, kind: 'class', framework, required: requiredOf(parameters) });
  }

  private function(node: SyntaxNode): void {
    const name = this.source.nameOf(node);
    const parameters = parametersOf(this.source, node);
    const framework = this.returned(node);
    if (framework !== undefined)
      this.add(node, { name, kind: 'function', framework, required: requiredOf(parameters) });
    else if (batchName.test(name) && requiredOf(parameters).length === 0) this.found.batches.push(name);
    else if (lossName.test(name) && requiredOf(parameters).length === 2) this.found.losses.push(name);
  }

  /** The framework of the model that a function returns, by its annotation or its return statements. */
  private returned(definition: SyntaxNode): FoundModel['framework'] | undefined {
    const annotation = definition.getChild('TypeDef');
    const promised = annotation && this.frameworkOf(this.names.resolve(annotation.lastChild));
    if (promised) return promised;
    const locals = new Map<string, FoundModel['framework']>();
    let found: FoundModel['framework'] | undefined;
    // Without recursion: the nesting of a file has no limit.
    definition.cursor().iterate((cursor) => {
      const { name, from } = cursor;
      if (found !== undefined || (name === 'FunctionDefinition' && from !== definition.from)) return false;
      if (name !== 'AssignStatement' && name !== 'ReturnStatement') return undefined;
      const { firstChild, lastChild } = cursor.node;
      if (name === 'AssignStatement' && firstChild) {
        const framework = this.made(lastChild);
        if (framework) locals.set(this.source.textOf(firstChild), framework);
      }
      if (name === 'ReturnStatement' && lastChild)
        found =
          this.made(lastChild) ??
          (lastChild.name === 'VariableName' ? locals.get(this.source.textOf(lastChild)) : undefined);
      return undefined;
    });
    return found;
  }

  private assignment(node: SyntaxNode): void {
    const { firstChild: target, lastChild: value } = node;
    if (target?.name !== 'VariableName') return;
    const name = this.source.textOf(target);
    const framework = this.made(value);
    if (framework !== undefined && !lossName.test(name))
      this.add(node, { name, kind: 'object', framework, required: [] });
    else if (batchName.test(name) || this.names.resolveCall(value) === 'torch.utils.data.DataLoader')
      this.found.batches.push(name);
    else if (lossName.test(name)) this.found.losses.push(name);
  }

  private add({ from }: SyntaxNode, model: Omit<FoundModel, 'from'>): void {
    this.found.models.push({ ...model, from });
  }
}

const requiredOf = (parameters: readonly { name: string; optional: boolean }[]): string[] =>
  parameters.filter(({ optional }) => !optional).map(({ name }) => name);

/**
 * The models of a Python file at its top level: classes that derive from `torch.nn.Module` or `keras.Model`, functions
 * that return a model, and models that are assigned. The text is parsed, not run; what does not parse is passed over.
 */
export function findModels(text: string): FoundSource {
  return new Search(new PythonSource(text)).found;
}
