import { createBirpc, type BirpcReturn } from 'birpc';
import { readingWith, settling } from '../../src/experiment/messages/settling';
import { fromWire, toWire } from '../../src/experiment/messages/wire';
import type { HostApi, WebviewApi } from '../../src/protocol/webview';
import { vscodeApi } from '../shared/vscodeApi';

/** Calls to the host, with `api` answering the host's own calls. */
export function connect(api: WebviewApi): HostApi {
  const vscode = vscodeApi();
  const host: BirpcReturn<HostApi, WebviewApi> = createBirpc<HostApi, WebviewApi>(api, {
    ...settling,
    post: (data) => vscode.postMessage(data),
    on: (receive) => window.addEventListener('message', (event: MessageEvent) => receive(event.data)),
    serialize: toWire,
    deserialize: readingWith(fromWire, () => host),
  });
  // A plain object: birpc's proxy has every property one asks for, which Lit takes for a directive of its own.
  return {
    hydrate: () => host.hydrate(),
    edit: (changes, version) => host.edit(changes, version),
    copy: (text) => host.copy(text),
    action: (action) => host.action(action),
    takeBack: (command, initializer) => host.takeBack(command, initializer),
    manageTrust: () => host.manageTrust(),
    openPlace: (place) => host.openPlace(place),
    chart: (command) => host.chart(command),
    saveLayout: (key, value) => void host.saveLayout.asEvent(key, value),
    saveLesson: (id, progress) => host.saveLesson(id, progress),
    startLesson: (id) => host.startLesson(id),
    leaveLesson: () => host.leaveLesson(),
  };
}
