import type { JsonPath } from '../format/issue';
import { pythonFile } from '../format/schemas/modelSchema';
import { valueAtPath } from '../format/sweepAxes';

/** A path to a file or folder, and where a document names it. */
export interface NamedPath {
  path: JsonPath;
  value: string;
}

/** Keys that hold the path of a file or folder, relative to the experiment file. */
const pathKeys = new Set(['path', 'x', 'y', 'testX', 'testY']);

function pathsIn(value: unknown, at: JsonPath): NamedPath[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    return typeof item === 'string' && pathKeys.has(key) ? [{ path, value: item }] : pathsIn(item, path);
  });
}

/** Paths among the values of a sweep: those of a swept path, and those within whole datasets, initializers and laws. */
function sweptPaths(sweep: unknown): NamedPath[] {
  if (!Array.isArray(sweep)) return [];
  return (sweep as ({ path?: unknown; values?: unknown } | null)[]).flatMap((axis, index) => {
    const { path, values } = axis ?? {};
    if (typeof path !== 'string' || !Array.isArray(values) || !/^\/(dataset|initializers)(\/|$)/.test(path)) return [];
    const key = path.split('/').at(-1)!;
    return values.flatMap((value: unknown, place) =>
      pathsIn({ [key]: value }, []).map((change) => ({
        ...change,
        path: ['sweep', index, 'values', place, ...change.path.slice(1)],
      })),
    );
  });
}

/** Where an experiment with a model in Python names files of Python. */
const pythonPlaces: readonly JsonPath[] = [['model', 'python'], ['data', 'python'], ['loss'], ['step'], ['optimizer']];

/** The Python files that a document names; `name` is what follows, such as `:Net`. */
export function pythonPaths(document: unknown): (NamedPath & { name: string })[] {
  return pythonPlaces.flatMap((path) => {
    const value = valueAtPath(document, path);
    const file = typeof value === 'string' ? pythonFile(value) : undefined;
    return file === undefined ? [] : [{ path, value: file, name: (value as string).slice(file.length) }];
  });
}

/** The paths of datasets and weight files that a document names, swept ones too. */
export function dataPaths(document: unknown): NamedPath[] {
  const { dataset, data, initializers, sweep } = (
    typeof document === 'object' && document !== null ? document : {}
  ) as { dataset?: unknown; data?: { dataset?: unknown }; initializers?: unknown; sweep?: unknown };
  return [
    ...pathsIn(dataset, ['dataset']),
    ...pathsIn(data?.dataset, ['data', 'dataset']),
    ...pathsIn(initializers, ['initializers']),
    ...sweptPaths(sweep),
  ];
}
