import { createBirpc, type BirpcReturn } from 'birpc';
import { readingWith, settling } from '../../src/experiment/messages/settling';
import { fromWire, toWire } from '../../src/experiment/messages/wire';
import type { WeightsHostApi, WeightsViewApi } from '../../src/protocol/weights';
import { vscodeApi } from '../shared/vscodeApi';

/** Calls to the host, with `api` answering the host's own calls. */
export function connectWeights(api: WeightsViewApi): WeightsHostApi {
  const vscode = vscodeApi();
  const host: BirpcReturn<WeightsHostApi, WeightsViewApi> = createBirpc<WeightsHostApi, WeightsViewApi>(api, {
    ...settling,
    post: (data) => vscode.postMessage(data),
    on: (receive) => window.addEventListener('message', (event: MessageEvent) => receive(event.data)),
    serialize: toWire,
    deserialize: readingWith(fromWire, () => host),
  });
  // A plain object: birpc's proxy has every property one asks for, which Lit takes for a directive of its own.
  return {
    hydrate: () => host.hydrate(),
    detail: (file, index, options) => host.detail(file, index, options),
    singularValues: (file, index) => host.singularValues(file, index),
    setLayout: (layout) => host.setLayout(layout),
    stop: () => host.stop(),
    resume: () => host.resume(),
    reopen: () => host.reopen(),
    compare: () => host.compare(),
    swap: () => host.swap(),
    openFile: (file) => host.openFile(file),
    useAsInitializer: () => host.useAsInitializer(),
    copy: (text) => host.copy(text),
  };
}
