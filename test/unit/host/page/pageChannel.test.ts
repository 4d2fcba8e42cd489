import { expect, it, vi } from 'vitest';
import type { WebviewPanel } from 'vscode';
import { PageChannel } from '../../../../src/host/platform/pageChannel';
import { EventEmitter } from '../fakeVscode';

vi.mock('vscode', async () => import('../fakeVscode'));

interface Page {
  draw(): Promise<number>;
}

/** A page that never answers, and the channel to it. */
function shown(delivers = true) {
  const [state, received] = [new EventEmitter<void>(), new EventEmitter<unknown>()];
  const panel = {
    visible: true,
    webview: { onDidReceiveMessage: received.event, postMessage: () => Promise.resolve(delivers) },
    onDidChangeViewState: state.event,
  };
  const channel = new PageChannel<Page, object>(panel as unknown as WebviewPanel, {}, []);
  return {
    channel,
    hide: () => {
      panel.visible = false;
      state.fire();
    },
  };
}

it('what a page is asked is rejected when it is hidden, closed, or not there to take it', async () => {
  const hidden = shown();
  const call = hidden.channel.page.draw();
  hidden.hide();
  await expect(call).rejects.toThrow('no longer visible');
  const closed = shown();
  const other = closed.channel.page.draw();
  closed.channel.dispose();
  await expect(other).rejects.toThrow('no longer visible');
  await expect(shown(false).channel.page.draw()).rejects.toThrow('no longer visible');
});
