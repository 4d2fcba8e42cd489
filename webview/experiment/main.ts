import './experiment.css';
import { configureLanguage, english } from '../../src/experiment/language';
import { connect } from './connection';
import { ExperimentElement } from './experimentElement';
import './results/results';
import { Store } from './store';

const store = new Store();
const host = connect({
  documentChanged: (document) => store.documentChanged(document),
  runReplaced: (run) => store.runReplaced(run),
  runUpdated: (update) => store.runUpdated(update),
});

const element = new ExperimentElement();
element.store = store;
element.host = host;
const { lang } = document.documentElement;
const show = (): void => void (element.isConnected || document.body.append(element));
// English needs no texts: its page stands before the host answers. Those of another language come with the first answer.
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
