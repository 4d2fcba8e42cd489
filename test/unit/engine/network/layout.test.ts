import { expect, it } from 'vitest';
import { Layout } from '../../../../webview/experiment/layout/layout';

it('keeps values of the type that is asked for, tells of changes, and goes back to defaults', () => {
  const saved: [string, unknown][] = [];
  const layout = new Layout((key, value) => saved.push([key, value]));
  let changes = 0;
  const stop = layout.onChange(() => changes++);
  layout.fill({ top: 240, topOpen: false });
  expect([layout.get('top', 100), layout.get('topOpen', true), layout.get('rail', 292)]).toEqual([240, false, 292]);
  // Of another type, from another version: as if it were not there. Nor is what every object has.
  expect([layout.known('top', true), layout.known('constructor', 0)]).toEqual([undefined, undefined]);
  layout.set('top', 300);
  layout.set('topOpen', undefined);
  expect([layout.get('top', 100), layout.get('topOpen', true)]).toEqual([300, true]);
  expect(saved).toEqual([
    ['top', 300],
    ['topOpen', undefined],
  ]);
  expect(changes).toBe(3);
  stop();
  layout.set('top', 1);
  expect(changes).toBe(3);
});
