import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import type { KernelInitializer } from '../../../engine/spec/initializerSpec';
import { crossChecks, lawIssues } from './crossChecks';
import { expectationAt, keysAt, valuesAt } from './expectation';
import { kernelInitializer } from '../schemas/initializerSchema';
import { pathText, unexpected, valueText, type Fix, type Issue } from '../issue';
import { nearest } from '../../text/nearest';
import { listText } from '../../text/language';
import { schemaOf, type Experiment } from '../schema';
import { sweepIssues } from './sweepChecks';

/** Issues of a document that are said, at most. */
const mostIssues = 200;

/** The document that an issue lies in, and the keys at the start of its path that messages leave out. */
interface Place {
  document: unknown;
  base: readonly PropertyKey[];
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    document,
  );
}

/**
 * A union reports all its branches: the one that got furthest into the value is the one that was meant, and of several
 * one that has nothing against the value's kind.
 */
function deepest(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const rank = (issues: z.core.$ZodIssue[]) =>
    2 * Math.max(0, ...issues.map(({ path }) => path.length)) + (issues.some(({ path }) => path[0] === 'kind') ? 0 : 1);
  return branches.reduce<z.core.$ZodIssue[]>(
    (best, branch) => (best.length === 0 || rank(branch) > rank(best) ? branch : best),
    [],
  );
}

/** The key or the word that was meant by a misspelt one. */
function spelling(place: Place, path: Issue['path'], key?: string): Fix[] {
  const full = [...place.base, ...path];
  const word = key ?? valueAt(place.document, full);
  if (typeof word !== 'string') return [];
  const meant = nearest(word, key === undefined ? valuesAt(place.document, full) : keysAt(place.document, full));
  if (meant === undefined) return [];
  return [
    key === undefined ? { kind: 'set', path, value: meant } : { kind: 'rename', path: [...path, key], to: meant },
  ];
}

function issuesOf(place: Place, issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): Issue[] {
  const path = [...above, ...issue.path] as Issue['path'];
  const full = [...place.base, ...path];
  if (issue.code === 'unrecognized_keys') {
    const owner = path.length === 0 && place.base.length > 0 ? l10n.t('the initializer') : pathText(path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: l10n.t(
        '{0}: expected one of the keys {1}, got {2}.',
        owner,
        listText(keysAt(place.document, full)),
        valueText(key),
      ),
      inSchema: true,
      fixes: [...spelling(place, path, key), { kind: 'remove', path: [...path, key] }],
    }));
  }
  if (issue.code === 'invalid_key') {
    return [
      {
        path,
        message: l10n.t(
          '{0}: expected the key "output" or the index of a hidden layer, got {1}.',
          pathText(path.slice(0, -1)),
          valueText(String(path.at(-1))),
        ),
        inSchema: true,
        fixes: [{ kind: 'remove', path }],
      },
    ];
  }
  if (issue.code === 'invalid_union') {
    const meant = deepest(issue.errors);
    // A value whose kind is wrong has no fields that it should have.
    const wrongKind = meant.filter(({ path: [key] }) => key === 'kind');
    const inner = wrongKind.length > 0 ? wrongKind : meant;
    if (inner.length > 0) return inner.flatMap((one) => issuesOf(place, one, path));
  }
  const found = unexpected(path, valueAt(place.document, full), expectationAt(place.document, full));
  if (issue.code === 'custom') return [found];
  const fixes = spelling(place, path);
  return [{ ...found, inSchema: true, ...(fixes.length > 0 ? { fixes } : {}) }];
}

/** The issues of a document, at most so many as anybody reads: each is put into words, with ways to put it right. */
function firstIssues(place: Place, found: readonly z.core.$ZodIssue[]): Issue[] {
  const issues: Issue[] = [];
  for (const issue of found) {
    // One issue of the schema names all keys that an object should not have.
    const cut = issue.code === 'unrecognized_keys' ? { ...issue, keys: issue.keys.slice(0, mostIssues) } : issue;
    issues.push(...issuesOf(place, cut));
    if (issues.length >= mostIssues) break;
  }
  return issues.slice(0, mostIssues);
}

/** What a check of a document gives: the experiment with its defaults, or every issue found. */
export type Checked = { experiment: Experiment; issues: [] } | { experiment?: undefined; issues: Issue[] };

/** Checks a parsed JSON value against the format, version 1, and then its fields against each other. */
export function checkExperiment(document: unknown): Checked {
  const result = schemaOf(document).safeParse(document);
  if (!result.success) return { issues: firstIssues({ document, base: [] }, result.error.issues) };
  const issues = crossChecks(result.data);
  if (issues.length === 0 && result.data.sweep)
    issues.push(...sweepIssues(result.data, result.data.sweep, checkExperiment));
  return issues.length === 0 ? { experiment: result.data, issues: [] } : { issues };
}

/**
 * Checks the law of one tensor by itself, such as the command line draws from; paths and messages start at its
 * parameters.
 */
export function checkKernel(
  law: unknown,
): { law: KernelInitializer; issues: [] } | { law?: undefined; issues: Issue[] } {
  const result = kernelInitializer.safeParse(law);
  if (!result.success) {
    // What is expected at a place is known for whole documents: the law is looked at as the bias of one.
    const place: Place = {
      document: { initializers: [{ kind: 'zeros', bias: law }] },
      base: ['initializers', 0, 'bias'],
    };
    return { issues: result.error.issues.flatMap((issue) => issuesOf(place, issue)) };
  }
  const issues = lawIssues(result.data, []);
  return issues.length === 0 ? { law: result.data, issues: [] } : { issues };
}
