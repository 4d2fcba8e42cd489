import './experiment.css';
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
document.body.append(element);

host.hydrate().then(
  (state) => store.fill(state),
  (error: unknown) => element.fail(error),
);
