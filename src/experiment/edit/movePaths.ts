import { changeText, type Change } from './edit';
import type { JsonPath } from '../format/issue';

/** Keys that hold the path of a file or folder, relative to the experiment file. */
const pathKeys = new Set(['path', 'x', 'y', 'testX', 'testY']);

function pathsIn(value: unknown, at: JsonPath): Change[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    return typeof item === 'string' && pathKeys.has(key) ? [{ path, value: item }] : pathsIn(item, path);
  });
}

/** Paths among the values of a sweep: those of a swept path, and those within whole datasets, initializers and laws. */
function sweptPaths(sweep: unknown): Change[] {
  if (!Array.isArray(sweep)) return [];
  return (sweep as ({ path?: unknown; values?: unknown } | null)[]).flatMap((axis, index) => {
    const { path, values } = axis ?? {};
    if (typeof path !== 'string' || !Array.isArray(values) || !/^\/(dataset|initializers)(\/|$)/.test(path)) return [];
    const key = path.split('/').at(-1)!;
    return values.flatMap((value: unknown, place) =>
      pathsIn({ [key]: value }, []).map((change): Change => ({
        ...change,
        path: ['sweep', index, 'values', place, ...change.path.slice(1)],
      })),
    );
  });
}

/** Whether `path` starts at the root of a file system, on any of them. */
const isAbsolute = (path: string): boolean => /^([/\\]|[A-Za-z]:[/\\])/.test(path);

/**
 * The text of an experiment whose file moves: every relative path of its dataset and initializers, swept ones too, goes
 * through `rebase`. A text that cannot be read is left as it is.
 */
export function moveText(text: string, rebase: (path: string) => string): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return text;
  }
  const { dataset, initializers, sweep } = (typeof document === 'object' && document !== null ? document : {}) as {
    dataset?: unknown;
    initializers?: unknown;
    sweep?: unknown;
  };
  const relative = [
    ...pathsIn(dataset, ['dataset']),
    ...pathsIn(initializers, ['initializers']),
    ...sweptPaths(sweep),
  ].filter((change) => !isAbsolute(change.value as string));
  const changes = relative.map(({ path, value }) => ({ path, value: rebase(value as string) }));
  return changeText(text, changes).text ?? text;
}
