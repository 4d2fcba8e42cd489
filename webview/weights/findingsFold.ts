import type { Finding } from '../../src/inspect/tensors/report';

/** Lines of one kind that are shown without being asked for. */
const unfolded = 3;

/**
 * A large checkpoint that was hardly trained says the same of every kernel: more than a few of those lines are folded.
 */
export function foldFindings(findings: readonly Finding[]): { shown: readonly Finding[]; folded: readonly Finding[] } {
  const initial = findings.filter(({ code }) => code === 'initialLaw');
  const folded = initial.length > unfolded ? initial : [];
  return { shown: findings.filter((finding) => !folded.includes(finding)), folded };
}
