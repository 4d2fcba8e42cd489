import { expect, it, vi } from 'vitest';
import type { QueueHost } from '../../../../src/host/queue/queueHost';
import type { QueueContents, QueueWatch } from '../../../../src/host/queue/queueWatch';
import { queueChildren, queueItem, queueParent } from '../../../../src/host/views/queueItems';
import type { SweepFacts, WorkerFacts } from '../../../../src/queue/main';

vi.mock('vscode', () => {
  class Thing {
    constructor(readonly label?: string) {}
  }
  return {
    ThemeColor: Thing,
    ThemeIcon: Thing,
    TreeItem: Thing,
    TreeItemCollapsibleState: {},
    env: { language: 'en' },
  };
});

const queue = { isSet: true, shownAddress: 'redis://host' } as unknown as QueueHost;
const watchOf = (contents?: QueueContents): QueueWatch => ({ contents }) as unknown as QueueWatch;
const sweep: SweepFacts = {
  id: '0123456789abcdef',
  name: 'Rates',
  by: 'me@here',
  submittedAt: 1e12,
  engine: 'e',
  make: 'simd',
  status: 'running',
  trials: 12,
  done: 3,
  failed: 0,
};
const worker = { id: 'w', name: 'host-1', make: 'simd', running: 2, done: 5 } as WorkerFacts;
const described = (changes: Partial<SweepFacts>): unknown[] => {
  const { description, contextValue } = queueItem(queue, watchOf(), { type: 'sweep', sweep: { ...sweep, ...changes } });
  return [description, contextValue];
};

it('a queue has its sweeps and its workers below it', () => {
  const watch = watchOf({ sweeps: [sweep], workers: [worker] });
  const [head] = queueChildren(queue, watch);
  const nodes = queueChildren(queue, watch, head);
  expect(nodes).toEqual([
    { type: 'sweep', sweep },
    { type: 'worker', worker },
  ]);
  expect(nodes.map(queueParent)).toEqual([head, head]);
  expect(nodes.flatMap((node) => queueChildren(queue, watch, node))).toEqual([]);
  expect(queueItem(queue, watch, head).description).toBe('1 worker');
  expect(queueItem(queue, watch, nodes[1])).toMatchObject({ label: 'host-1', description: '2 running, 5 done' });
});

it('there is none without an address', () => {
  expect(queueChildren({ ...queue, isSet: false } as unknown as QueueHost, watchOf())).toEqual([]);
});

it('a server that did not answer, or not yet, says so', () => {
  const [head] = queueChildren(queue, watchOf());
  const problem = 'Cannot use redis://host: no answer.';
  expect(queueItem(queue, watchOf(), head).description).toBe('connecting…');
  expect(queueItem(queue, watchOf({ sweeps: [], workers: [], problem }), head).description).toBe(problem);
  expect(queueItem(queue, watchOf({ sweeps: [], workers: [] }), head).description).toBe('0 workers · no sweeps');
});

it('a sweep says how it stands, whatever a stranger has written to the server', () => {
  expect(described({})).toEqual(['3 of 12 trials · running', 'sweep.active']);
  expect(described({ status: 'paused' })).toEqual(['3 of 12 trials · paused', 'sweep.active']);
  expect(described({ status: 'cancelled' })).toEqual(['3 of 12 trials · ended early', 'sweep.ended']);
  expect(described({ done: 12 })).toEqual(['12 of 12 trials · finished', 'sweep.ended']);
  expect(described({ done: 12, failed: 2 })).toEqual(['12 of 12 trials · finished, 2 failed', 'sweep.ended']);
  expect(described({ submittedAt: NaN })).toEqual(['3 of 12 trials · running', 'sweep.active']);
  expect(described({ submittedAt: 1e300 })).toEqual(['3 of 12 trials · running', 'sweep.active']);
});
