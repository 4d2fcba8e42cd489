import type { Change } from '../../../../src/experiment/edit/edit';
import type { JsonPath } from '../../../../src/experiment/format/issue';
import { pointerOf } from '../../../../src/experiment/format/sweepAxes';
import { asList, asRecord } from '../jsonAccess';

/** Gives every axis of a sweep the path that `to` says (undefined: the axis goes, and with the last one the sweep). */
function repath(value: unknown, to: (pointer: string) => string | undefined): Change[] {
  const axes = asList(asRecord(value).sweep);
  const paths = axes
    .map((axis) => asRecord(axis).path)
    .map((pointer) => (typeof pointer === 'string' ? to(pointer) : ''));
  if (axes.length > 0 && paths.every((path) => path === undefined)) return [{ path: ['sweep'], value: undefined }];
  const renamed = paths.flatMap((path, index): Change[] =>
    path === undefined || path === '' || path === asRecord(axes[index]).path
      ? []
      : [{ path: ['sweep', index, 'path'], value: path }],
  );
  // From the end, so that the places of those before stay.
  const removed = paths
    .flatMap((path, index): Change[] => (path === undefined ? [{ path: ['sweep', index], value: undefined }] : []))
    .reverse();
  return [...renamed, ...removed];
}

/** Items of a list have moved: `to` says where each went (undefined: away). Axes go with what they vary. */
export function moveSweepPaths(value: unknown, list: JsonPath, to: (index: number) => number | undefined): Change[] {
  const start = `${pointerOf(list)}/`;
  return repath(value, (pointer) => {
    const [, index, rest] = /^(\d+)(\/.*)?$/.exec(pointer.startsWith(start) ? pointer.slice(start.length) : '') ?? [];
    if (index === undefined) return pointer;
    const target = to(Number(index));
    return target === undefined ? undefined : `${start}${target}${rest ?? ''}`;
  });
}

/** What is at `path` has become another kind, of which only `keys` are known: an axis of any other goes. */
export function keepSweepPaths(value: unknown, path: JsonPath, keys: readonly string[]): Change[] {
  const start = `${pointerOf(path)}/`;
  return repath(value, (pointer) =>
    !pointer.startsWith(start) || keys.includes(pointer.slice(start.length).split('/')[0]) ? pointer : undefined,
  );
}
