import type * as z from 'zod';
import type { KernelInitializer } from '../engine/initializers/spec';
import { crossChecks, lawIssues } from './crossChecks';
import { expectationAt, keysAt } from './expectation';
import { kernelInitializer } from './initializerSchema';
import { pathText, unexpected, valueText, type Issue } from './issue';
import { experimentSchema, type Experiment } from './schema';

/** The document that an issue lies in, and the keys at the start of its path that messages leave out. */
interface Place {
  document: unknown;
  base: readonly PropertyKey[];
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), document);
}

/** A union reports all its branches: the one that got furthest into the value is the one that was meant. */
function deepest(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const depth = (issues: z.core.$ZodIssue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));
  return branches.reduce<z.core.$ZodIssue[]>((best, branch) => (depth(branch) > depth(best) ? branch : best), []);
}

function issuesOf(place: Place, issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): Issue[] {
  const path = [...above, ...issue.path] as Issue['path'];
  const full = [...place.base, ...path];
  if (issue.code === 'unrecognized_keys') {
    const owner = path.length === 0 && place.base.length > 0 ? 'the initializer' : pathText(path);
    return issue.keys.map((key) => ({ path: [...path, key], message: `Unexpected key ${valueText(key)} in ${owner}: one of ${keysAt(place.document, full).join(', ')} is needed.` }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, message: `Unexpected key ${valueText(String(path.at(-1)))} in ${pathText(path.slice(0, -1))}: "output" or the index of a hidden layer from 0 is needed.` }];
  }
  if (issue.code === 'invalid_union') {
    const inner = deepest(issue.errors);
    if (inner.length > 0) return inner.flatMap((one) => issuesOf(place, one, path));
  }
  return [unexpected(path, valueAt(place.document, full), expectationAt(place.document, full))];
}

/** What a check of a document gives: the experiment with its defaults, or every issue found. */
export type Checked = { experiment: Experiment; issues: [] } | { experiment?: undefined; issues: Issue[] };

/** Checks a parsed JSON value against the format, version 1, and then its fields against each other. */
export function checkExperiment(document: unknown): Checked {
  const result = experimentSchema.safeParse(document);
  if (!result.success) return { issues: result.error.issues.flatMap((issue) => issuesOf({ document, base: [] }, issue)) };
  const issues = crossChecks(result.data);
  return issues.length === 0 ? { experiment: result.data, issues: [] } : { issues };
}

/** Checks the law of one tensor by itself, such as the command line draws from; paths and messages start at its parameters. */
export function checkKernel(law: unknown): { law: KernelInitializer; issues: [] } | { law?: undefined; issues: Issue[] } {
  const result = kernelInitializer.safeParse(law);
  if (!result.success) {
    // What is needed at a place is known for whole documents: the law is looked at as the bias of one.
    const place: Place = { document: { initializers: [{ kind: 'zeros', bias: law }] }, base: ['initializers', 0, 'bias'] };
    return { issues: result.error.issues.flatMap((issue) => issuesOf(place, issue)) };
  }
  const issues = lawIssues(result.data, []);
  return issues.length === 0 ? { law: result.data, issues: [] } : { issues };
}
