import type { z } from 'zod';
import { expectationAt, keysAt } from './expectation';
import { crossChecks } from './crossChecks';
import { pathText, unexpected, valueText, type Issue } from './issue';
import { experimentSchema, type Experiment } from './schema';

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), document);
}

/** A union reports all its branches: the one that got furthest into the value is the one that was meant. */
function deepest(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const depth = (issues: z.core.$ZodIssue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));
  return branches.reduce<z.core.$ZodIssue[]>((best, branch) => (depth(branch) > depth(best) ? branch : best), []);
}

function issuesOf(document: unknown, issue: z.core.$ZodIssue, base: readonly PropertyKey[]): Issue[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key] as Issue['path'],
      message: `Unexpected ${pathText([...path, key])}: ${pathText(path)} has no such key; it knows ${keysAt(document, path).join(', ')}.`,
    }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path: path as Issue['path'], message: `Unexpected key ${valueText(String(path.at(-1)))} in ${pathText(path.slice(0, -1))}: "output" or the index of a hidden layer from 0 is needed.` }];
  }
  if (issue.code === 'invalid_union') {
    const inner = deepest(issue.errors);
    if (inner.length > 0) return inner.flatMap((one) => issuesOf(document, one, path));
  }
  return [unexpected(path, valueAt(document, path), expectationAt(document, path))];
}

/** What a check of a document gives: the experiment with its defaults, or every issue found. */
export type Checked = { experiment: Experiment; issues: [] } | { experiment?: undefined; issues: Issue[] };

/** Checks a parsed JSON value against the format, version 1, and then its fields against each other. */
export function checkExperiment(document: unknown): Checked {
  const result = experimentSchema.safeParse(document);
  if (!result.success) return { issues: result.error.issues.flatMap((issue) => issuesOf(document, issue, [])) };
  const issues = crossChecks(result.data);
  return issues.length === 0 ? { experiment: result.data, issues: [] } : { issues };
}
