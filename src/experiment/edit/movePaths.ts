import { changeText, type Change } from './edit';
import type { JsonPath } from '../format/issue';
import { pythonFile } from '../format/schemas/modelSchema';
import { valueAtPath } from '../format/sweepAxes';

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

/** Where an experiment with a model in Python names files of Python. */
const pythonPlaces: readonly JsonPath[] = [['model', 'python'], ['data', 'python'], ['loss'], ['step'], ['optimizer']];

/** References to Python files, without the names in them. */
function pythonPaths(document: unknown): (Change & { name: string })[] {
  return pythonPlaces.flatMap((path) => {
    const value = valueAtPath(document, path);
    const file = typeof value === 'string' ? pythonFile(value) : undefined;
    return file === undefined ? [] : [{ path, value: file, name: (value as string).slice(file.length) }];
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
  const { dataset, data, initializers, sweep } = (
    typeof document === 'object' && document !== null ? document : {}
  ) as {
    dataset?: unknown;
    data?: { dataset?: unknown };
    initializers?: unknown;
    sweep?: unknown;
  };
  const relative = [
    ...pathsIn(dataset, ['dataset']),
    ...pathsIn(data?.dataset, ['data', 'dataset']),
    ...pythonPaths(document),
    ...pathsIn(initializers, ['initializers']),
    ...sweptPaths(sweep),
  ].filter((change) => !isAbsolute(change.value as string));
  const changes = relative.map(({ path, value, name = '' }: Change & { name?: string }) => ({
    path,
    value: rebase(value as string) + name,
  }));
  return changeText(text, changes).text ?? text;
}
