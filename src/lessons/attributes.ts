import * as l10n from '@vscode/l10n';
import type { Directives } from 'mdast-util-directive';
import * as z from 'zod';
import { listText } from '../experiment/text/language';
import { nearest } from '../experiment/text/nearest';
import { lessonFigures, type Condition } from './lesson';
import { quoted, type Issues } from './places';

const verdicts = ['failed', 'diverged', 'symmetric', 'dead', 'flat', 'guessing', 'slow', 'learning', 'best'] as const;
const label = z.string().min(1).max(200);
const step = z.union([z.literal('last'), z.string().regex(/^\d{1,10}$/)]);
const whole = z.string().regex(/^\d{1,10}$/);
const decimal = z.string().regex(/^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i);
const id = z.string().regex(/^[\w-]{1,60}$/);
const figure = z.enum(lessonFigures);

/** The attributes of every directive: the schema of what stands in braces. */
export const directiveAttributes = {
  choice: z.strictObject({ id }),
  curve: z.strictObject({ id, of: label }),
  option: z.strictObject({
    of: label.optional(),
    figure: figure.optional(),
    step: whole.optional(),
    below: decimal.optional(),
    above: decimal.optional(),
    verdict: z.string().optional(),
    least: figure.optional(),
    most: figure.optional(),
    otherwise: z.literal('').optional(),
  }),
  run: z.strictObject({}),
  seen: z.strictObject({ of: id }),
  figure: z.strictObject({ of: label, figure, step: whole.optional() }),
  show: z.strictObject({
    picture: z.enum(['histogram', 'boundary', 'cost', 'variance', 'differences', 'summary']),
    of: label.optional(),
    layer: z
      .string()
      .regex(/^(hidden\.\d{1,4}|output)$/)
      .optional(),
    tensor: z.enum(['kernel', 'bias', 'activations', 'gradients']).optional(),
    step: step.optional(),
  }),
  why: z.strictObject({ of: label }),
  try: z.strictObject({ path: z.string().regex(/^(\/[^/]+)+$/), value: z.string() }),
} as const;

export type DirectiveName = keyof typeof directiveAttributes;
export type Attributes<N extends DirectiveName> = z.output<(typeof directiveAttributes)[N]>;

/** What is expected of an attribute, in words. */
const expected: Record<string, () => string> = {
  id: () => l10n.t('a name of letters, digits, - and _'),
  of: () => l10n.t('a name'),
  figure: () => l10n.t('one of {0}', listText([...lessonFigures])),
  least: () => l10n.t('one of {0}', listText([...lessonFigures])),
  most: () => l10n.t('one of {0}', listText([...lessonFigures])),
  step: () => l10n.t('the number of a step'),
  below: () => l10n.t('a number'),
  above: () => l10n.t('a number'),
  otherwise: () => l10n.t('no value'),
  picture: () => l10n.t('one of {0}', 'histogram, boundary, cost, variance, differences, summary'),
  layer: () => l10n.t('hidden.0, hidden.1, … or output'),
  tensor: () => l10n.t('one of {0}', 'kernel, bias, activations, gradients'),
  path: () => l10n.t('a JSON pointer such as /network/activation'),
  value: () => l10n.t('a value'),
};

const isDirective = (name: string): name is DirectiveName => Object.hasOwn(directiveAttributes, name);

/**
 * The attributes of a directive as its schema has them; undefined, with an issue for each that is wrong, where they do
 * not fit.
 */
export function attributesOf<N extends DirectiveName>(
  node: Directives,
  name: N,
  issues: Issues,
): Attributes<N> | undefined {
  const given = Object.fromEntries(Object.entries(node.attributes ?? {}).map(([key, value]) => [key, value ?? '']));
  const parsed = directiveAttributes[name].safeParse(given);
  if (parsed.success) return parsed.data as Attributes<N>;
  const known = Object.keys(directiveAttributes[name].shape);
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const close = nearest(key, known);
        issues.at(
          node,
          close === undefined
            ? l10n.t(
                '{0}: unknown attribute {2} of {1}. Expected one of {3}.',
                name,
                `:${name}`,
                quoted(key),
                listText(known),
              )
            : l10n.t('{0}: unknown attribute {2} of {1}. Did you mean {3}?', name, `:${name}`, quoted(key), close),
        );
      }
      continue;
    }
    const key = String(issue.path[0]);
    issues.at(
      node,
      l10n.t(
        '{0}: expected {1}, got {2}.',
        `${name}.${key}`,
        expected[key]?.() ?? l10n.t('a value'),
        quoted(Object.hasOwn(given, key) ? given[key] : undefined),
      ),
    );
  }
  return undefined;
}

/** The directive that a name stands for; an issue, with the nearest name, where there is none. */
export function directiveName(node: Directives, issues: Issues): DirectiveName | undefined {
  if (isDirective(node.name)) return node.name;
  const names = Object.keys(directiveAttributes);
  const close = nearest(node.name, names);
  issues.at(
    node,
    close === undefined
      ? l10n.t('Unknown directive {0}. Expected one of {1}.', quoted(node.name), listText(names))
      : l10n.t('Unknown directive {0}. Did you mean {1}?', quoted(node.name), close),
  );
  return undefined;
}

/** The condition that the attributes of an option say. */
export function conditionOf(node: Directives, attributes: Attributes<'option'>, issues: Issues): Condition | undefined {
  const { of, figure: name, step: at, below, above, verdict, least, most, otherwise } = attributes;
  const kinds = [name, verdict, least, most, otherwise].filter((value) => value !== undefined).length;
  if (kinds !== 1) {
    issues.at(node, l10n.t('option: expected one of figure, verdict, least, most and otherwise, got {0}.', kinds));
    return undefined;
  }
  if (otherwise !== undefined) return { kind: 'otherwise' };
  if (of === undefined) {
    issues.at(node, l10n.t('{0}: expected {1}, got {2}.', 'option.of', l10n.t('a name'), l10n.t('nothing')));
    return undefined;
  }
  if (verdict !== undefined) {
    const words = verdict.split(/\s+/).filter((word) => word !== '');
    const wrong = words.find((word) => !(verdicts as readonly string[]).includes(word));
    if (words.length > 0 && wrong === undefined)
      return { kind: 'verdict', of, verdicts: words as (typeof verdicts)[number][] };
    issues.at(
      node,
      l10n.t(
        '{0}: expected {1}, got {2}.',
        'option.verdict',
        l10n.t('one or more of {0}', listText([...verdicts])),
        quoted(wrong ?? verdict),
      ),
    );
    return undefined;
  }
  if (name === undefined) return { kind: 'extreme', of, figure: (least ?? most)!, most: most !== undefined };
  if (below === undefined && above === undefined) {
    issues.at(node, l10n.t('option: figure requires below, above or both.'));
    return undefined;
  }
  return {
    kind: 'figure',
    of,
    figure: name,
    ...(at === undefined ? {} : { step: Number(at) }),
    ...(below === undefined ? {} : { below: Number(below) }),
    ...(above === undefined ? {} : { above: Number(above) }),
  };
}
