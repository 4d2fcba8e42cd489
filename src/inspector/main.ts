import { join } from 'node:path';
import { createBirpc } from 'birpc';
import { settling, withPlainError } from '../experiment/messages/settling';
import type { InspectorApi, InspectorClient } from '../protocol/inspect';
import { Inspector } from './inspector';

// Entry of the process that reads files of weights: the host talks to it over the IPC channel of fork().
const client: InspectorClient = {
  reported: (...all) => void host.reported.asEvent(...all),
  found: (...all) => void host.found.asEvent(...all),
  compared: (...all) => void host.compared.asEvent(...all),
};
const inspector = new Inspector(client, join(__dirname, 'h5.js'));
const api: InspectorApi = {
  open: (path) => inspector.open(path),
  close: (id) => inspector.close(id),
  statistics: (id) => inspector.statistics(id),
  report: (id, index) => inspector.report(id, index),
  setLayout: (id, layout) => inspector.setLayout(id, layout),
  detail: (request) => inspector.detail(request),
  singularValues: (id, index) => inspector.singularValues(id, index),
  compare: (a, b) => inspector.compare(a, b),
  cancel: (id) => inspector.cancel(id),
};
const host = createBirpc<InspectorClient, InspectorApi>(api, {
  ...settling,
  post: (message) => void process.send!(message),
  on: (handle) => void process.on('message', handle),
  serialize: withPlainError,
});

// A host that dies takes its inspector with it.
process.on('disconnect', () => process.exit(0));
