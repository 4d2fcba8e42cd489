import { expect, it, vi } from 'vitest';
import { askShown } from '../../../../src/host/export/askCharts';
import type { ExportSource } from '../../../../src/host/export/exportSource';
import { never, turns } from '../../host/fakeVscode';

vi.mock('vscode', () => ({}));

it('a page that is not there yet is asked again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  const answers = [
    () => Promise.reject(new Error('The editor is no longer visible.')),
    () => Promise.resolve({ charts: [], step: 3 }),
  ];
  const page = { charts: () => answers.shift()!() };
  const shown = askShown({
    panel: { visible: false, reveal: () => undefined, onDidDispose: never },
    page,
  } as unknown as ExportSource);
  await turns();
  vi.advanceTimersByTime(2000);
  expect(await shown).toEqual({ charts: [], step: 3 });
  vi.useRealTimers();
});
