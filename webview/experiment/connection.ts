import { createBirpc } from 'birpc';
import type { HostApi, WebviewApi } from '../../src/protocol/webview';
import { vscodeApi } from '../shared/vscodeApi';

/** Calls to the host, with `api` answering the host's own calls. */
export function connect(api: WebviewApi): HostApi {
  const vscode = vscodeApi();
  return createBirpc<HostApi, WebviewApi>(api, {
    post: (data) => vscode.postMessage(data),
    on: (receive) => window.addEventListener('message', (event: MessageEvent) => receive(event.data)),
    // A save dialog may stay open as long as the user likes.
    timeout: -1,
    eventNames: [],
  });
}
