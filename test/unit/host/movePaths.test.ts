import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moveText } from '../../../src/experiment/edit/movePaths';
import { presets } from '../../../src/experiment/presets/presets';

const rebase = (path: string) => posix.relative('/project/experiments', posix.resolve('/project', path));
const moved = (change: object) => JSON.parse(moveText(JSON.stringify({ ...presets[0].experiment, ...change }), rebase));

describe('an experiment that moves to another folder', () => {
  it('still finds its table', () => {
    expect(moved({ dataset: { kind: 'csv', path: 'data/x.csv', target: 'y' } }).dataset).toEqual({
      kind: 'csv',
      path: '../data/x.csv',
      target: 'y',
    });
  });

  it('leaves absolute paths and everything else alone', () => {
    expect(moved({ dataset: { kind: 'csv', path: '/data/x.csv', target: 'path' } }).dataset).toEqual({
      kind: 'csv',
      path: '/data/x.csv',
      target: 'path',
    });
    expect(moved({})).toEqual(presets[0].experiment);
  });

  it('still finds the tensors of its initializers', () => {
    const initializers = [
      { kind: 'fromFile', path: 'w.npz' },
      { kind: 'zeros', layers: { output: { kind: 'fromFile', path: 'experiments/o.npy' } } },
    ];
    expect(moved({ initializers }).initializers).toEqual([
      { kind: 'fromFile', path: '../w.npz' },
      { kind: 'zeros', layers: { output: { kind: 'fromFile', path: 'o.npy' } } },
    ]);
  });

  it('still finds what a sweep varies', () => {
    const initializers = [{ kind: 'fromFile', path: 'w.npz' }];
    const sweep = [
      { path: '/initializers/0/path', values: ['w.npz', '/data/v.npz'] },
      { path: '/initializers/0/bias', values: [{ kind: 'fromFile', path: 'b.npy' }, { kind: 'zeros' }] },
    ];
    expect(moved({ initializers, sweep }).sweep).toEqual([
      { path: '/initializers/0/path', values: ['../w.npz', '/data/v.npz'] },
      { path: '/initializers/0/bias', values: [{ kind: 'fromFile', path: '../b.npy' }, { kind: 'zeros' }] },
    ]);
    expect(moved({ sweep: [{ path: '/optimizer/kind', values: ['sgd', 'adam'] }, null] }).sweep).toEqual([
      { path: '/optimizer/kind', values: ['sgd', 'adam'] },
      null,
    ]);
  });

  it('is left as it is when it cannot be read', () => expect(moveText('{ oops', rebase)).toBe('{ oops'));
});
