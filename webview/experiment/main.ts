import './experiment.css';
import { configureLanguage, english } from '../../src/experiment/text/language';
import type { ChartCommand } from '../../src/protocol/pictures';
import { connect } from './connection';
import { ExperimentElement } from './experimentElement';
import { watchContextMenus } from './export/chartContext';
import { chartCommandEvent } from './export/chartMenu';
import { ChartService } from './export/chartService';
import type { Results } from './results/results';
import './results/results';
import type { SweepResults } from './results/sweep/sweepResults';
import './results/sweep/sweepResults';
import { Store } from './store';

const store: Store = new Store((key, value) => host.saveLayout(key, value));
const charts = new ChartService(() => store.run);
const host = connect({
  documentChanged: (document) => store.documentChanged(document),
  runReplaced: (run) => store.runReplaced(run),
  runUpdated: (update) => store.runUpdated(update),
  surroundingsChanged: (surroundings) => store.surroundingsChanged(surroundings),
  lessonChanged: (lesson) => store.lessonChanged(lesson),
  moveTimeline: (by) =>
    document.querySelector<Results | SweepResults>('il-results, il-sweep-results')?.moveTimeline(by),
  charts: () => charts.charts(),
  pictures: (request) => charts.pictures(request),
  copyChart: (id) => charts.copyChart(id),
});

const element = new ExperimentElement();
element.store = store;
element.host = host;
watchContextMenus();
document.addEventListener(chartCommandEvent, (event) => {
  host.chart((event as CustomEvent<ChartCommand>).detail).catch((error: unknown) => element.fail(error));
});
const { lang } = document.documentElement;
const show = (): void => void (element.isConnected || document.body.append(element));
// English needs no texts: its page stands before the host answers. Those of another language come with the first
// answer.
if (lang === english) show();

host.hydrate().then(
  (state) => {
    configureLanguage(lang, state.strings);
    show();
    store.fill(state);
  },
  (error: unknown) => {
    show();
    element.fail(error);
  },
);
