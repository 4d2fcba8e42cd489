import { createBirpc } from 'birpc';
import { isModelExperiment } from '../../src/experiment/format/forms';
import { applyUpdate } from '../../src/experiment/record/applyUpdate';
import { parseExperiment } from '../../src/experiment/format/parse';
import { experimentText, presets } from '../../src/experiment/presets/presets';
import type { RunRecord } from '../../src/experiment/record/record';
import { changeText, type Change } from '../../src/experiment/edit/edit';
import { fromWire, toWire, type WireMessage } from '../../src/experiment/messages/wire';
import type { RunUpdate } from '../../src/experiment/record/update';
import type { ChartCommand, PictureRequest } from '../../src/protocol/pictures';
import type { Action, DocumentState, HostApi, WebviewApi } from '../../src/protocol/webview';
import { mockRun, mockUpdates } from './mockRun';
import { mockSweep } from './mockSweep';
import { applyDevTheme } from './themes';
import bundle from '../../l10n/bundle.l10n.json';
import simplified from '../../l10n/bundle.l10n.zh-cn.json';
import traditional from '../../l10n/bundle.l10n.zh-tw.json';
import { configureLanguage } from '../../src/experiment/text/language';

/**
 * A host in the page itself, for working on the editor without VS Code: the document is a string, runs are made up.
 * Query: lang (zh-cn, zh-tw, or xx, where every text that goes through l10n stands in brackets), theme, preset, share
 * (of the run done), live=1 (a running one), readOnly=1, text (the document's text).
 */
const query = new URLSearchParams(location.search);
const preset = presets.find((one) => one.id === query.get('preset')) ?? presets[0];
const bracketed = Object.fromEntries(Object.keys(bundle).map((key) => [key, `⟦${key}⟧`]));
const strings: Record<string, Record<string, string> | undefined> = {
  'zh-cn': simplified,
  'zh-tw': traditional,
  xx: bracketed,
};
const language = query.get('lang') ?? 'en';
document.documentElement.lang = language;
configureLanguage(language, strings[language]);
const history = [query.get('text') ?? experimentText(preset.experiment)];
let run: RunRecord | undefined;
let nextRun = 1;
let timer: ReturnType<typeof setInterval> | undefined;
let paused = false;

const text = (): string => history[history.length - 1];

function state(): DocumentState {
  return {
    title: 'circles.initlab.json',
    untitled: false,
    readOnly: query.has('readOnly'),
    ...parseExperiment(text()),
  };
}

let toHost: (data: unknown) => void = () => {};
const view = createBirpc<WebviewApi, HostApi>(
  {
    hydrate: async () => ({ document: state(), run, strings: strings[language] }),
    edit,
    copy,
    action,
    takeBack: async () => {},
    manageTrust: async () => {},
    chart,
    openPlace: async () => {},
    saveLayout: () => {},
    saveLesson: async () => {},
    startLesson: async () => {},
    leaveLesson: async () => {},
  },
  {
    // Structured cloning as a real postMessage does, so that nothing is shared by reference.
    post: (data) => window.postMessage(structuredClone(data)),
    on: (receive) => (toHost = receive),
    serialize: toWire,
    deserialize: (data: WireMessage) => fromWire(data),
    timeout: -1,
  },
);

function setText(next: string): void {
  history.push(next);
  void view.documentChanged(state());
}

function edit(changes: Change[]): Promise<DocumentState['issues']> {
  const after = changeText(text(), changes);
  if (after.text !== undefined) setText(after.text);
  return Promise.resolve(after.issues);
}

/** What was copied last, for a look. */
let clipboard = '';
function copy(text: string): Promise<void> {
  clipboard = text;
  return Promise.resolve();
}

function send(update: RunUpdate): void {
  if (!run) return;
  applyUpdate(run, update);
  void view.runUpdated(update);
}

function begin(): void {
  const { experiment } = parseExperiment(text());
  clearInterval(timer);
  if (!experiment || isModelExperiment(experiment)) return;
  const id = nextRun++;
  const updates = mockUpdates(experiment, { updates: 100 });
  run = { id, status: 'starting', trials: [], seconds: 0 };
  paused = false;
  void view.runReplaced(run);
  timer = setInterval(() => {
    if (paused) return;
    const next = updates.next();
    if (next.done) clearInterval(timer);
    else send({ ...next.value, id });
  }, 100);
}

function setStatus(status: RunRecord['status'], message?: string): void {
  if (run) send({ id: run.id, status, message, seconds: run.seconds, trials: [] });
}

/** What a chart's menu asked for last, for a look. */
let chartCommand: ChartCommand | undefined;
function chart(command: ChartCommand): Promise<void> {
  chartCommand = command;
  return Promise.resolve();
}

async function action(name: Action): Promise<void> {
  if (name === 'run' || name === 'newDraw' || name === 'reset') begin();
  else if (name === 'pause' || name === 'resume') {
    paused = name === 'pause';
    setStatus(paused ? 'paused' : 'running');
  } else if (name === 'stop') {
    clearInterval(timer);
    setStatus('stopped');
  } else throw new Error(`The harness cannot ${name}.`);
}

applyDevTheme(query.get('theme') ?? 'dark');
const { experiment } = parseExperiment(text());
if (experiment && !isModelExperiment(experiment) && query.has('share')) {
  run = experiment.sweep
    ? mockSweep(experiment, Number(query.get('share')))
    : mockRun(experiment, Number(query.get('share')));
  nextRun = 2;
}
let uiState: unknown;
const harness = {
  undo: () => history.length > 1 && (history.pop(), void view.documentChanged(state())),
  text,
  clipboard: () => clipboard,
  chartCommand: () => chartCommand,
  charts: () => view.charts(),
  pictures: (request: PictureRequest) => view.pictures(request),
  setText,
  theme: applyDevTheme,
  fail: () => setStatus('failed', 'The trainer ended unexpectedly (signal SIGKILL). What was recorded is kept.'),
};
Object.assign(window, {
  devHost: harness,
  acquireVsCodeApi: () => ({
    postMessage: (data: unknown) => queueMicrotask(() => toHost(structuredClone(data))),
    getState: () => uiState,
    setState: (next: unknown) => (uiState = next),
  }),
});
if (query.has('live')) setTimeout(begin, 50);

declare global {
  interface Window {
    devHost: typeof harness;
  }
}
