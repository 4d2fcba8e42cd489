import { conventionsOf, type Generator } from '../random/generators';

const scaledNormals: ReadonlySet<string> = new Set(['glorotNormal', 'heNormal', 'lecunNormal']);

/** Whether a generator's framework truncates the scaled normal laws that do not say it. */
export function truncatesNormals(generator: Generator): boolean {
  return conventionsOf(generator).scaledNormals === 'truncated';
}

/** A law as a generator draws it: whether a normal is truncated is filled in where its framework decides. */
export function asDrawn<L extends { kind: string; truncated?: unknown }>(law: L, generator: Generator): L {
  return scaledNormals.has(law.kind) && law.truncated === undefined && truncatesNormals(generator)
    ? { ...law, truncated: true }
    : law;
}
