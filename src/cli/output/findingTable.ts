import { findingGroups } from '../../experiment/verdict/modelFindings';
import type { RunRecord } from '../../experiment/record/record';
import { findingPath, scopeText } from '../../experiment/verdict/findingText';
import { alignedTable } from './alignedTable';

/** What was found in a user's model before training; undefined where nothing was looked for. */
export function findingTable(run: RunRecord): string | undefined {
  const groups = findingGroups(run);
  if (!groups) return undefined;
  if (groups.length === 0) return 'No findings.';
  const head = ['severity', 'finding', 'where', 'initializers', 'what'];
  const rows = groups.map((group) => {
    const { severity, kind, message, file, line } = group.finding;
    const place = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
    return [severity, kind, findingPath(group.finding), scopeText(run, group), `${message}${place}`];
  });
  return alignedTable([head, ...rows], head.length);
}
