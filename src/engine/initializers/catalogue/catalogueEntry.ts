import type { InitializerKind } from '../../spec/initializerSpec';

interface ParameterBase {
  /** Its key in the experiment file and in `--set`. */
  name: string;
  description: string;
}

/** A number; `min` and `max` are allowed, `above` is not. Without a default the parameter is left out unless given. */
export interface NumberParameter extends ParameterBase {
  type: 'number';
  default?: number;
  min?: number;
  above?: number;
  max?: number;
  whole?: true;
  /** Greek letter or the like that formulas use; absent: its name. */
  symbol?: string;
  /** It may be computed for an activation instead: the gain itself, or its square. */
  computed?: 'gain' | 'square';
}

export interface BooleanParameter extends ParameterBase {
  type: 'boolean';
  default: boolean;
}

export interface ChoiceParameter extends ParameterBase {
  type: 'choice';
  default: string;
  choices: readonly string[];
}

/** A text that has to be given; `start` is what a new law begins with. */
export interface TextParameter extends ParameterBase {
  type: 'text';
  default?: undefined;
  start: string;
}

export type Parameter = NumberParameter | BooleanParameter | ChoiceParameter | TextParameter;

/** Groups of the picker, in its order. */
export const categories = ['scaled', 'random', 'constant', 'structured', 'given'] as const;
export type Category = (typeof categories)[number];

/** What a person is shown of one kind of initializer. */
export interface CatalogueEntry<K extends InitializerKind = InitializerKind> {
  kind: K;
  name: string;
  category: Category;
  /** In plain text; n_in and n_out are the fans of the kernel. */
  formula: string;
  /** One line: when to take it, or what goes wrong. */
  advice: string;
  /** Where it comes from. */
  paper?: string;
  parameters: readonly Parameter[];
}
