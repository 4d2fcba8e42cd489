import './weights.css';
import { configureLanguage, english } from '../../src/experiment/text/language';
import { connectWeights } from './weightsConnection';
import { WeightsElement } from './weightsElement';
import { WeightsStore } from './weightsStore';

const store = new WeightsStore();
const host = connectWeights({
  progressed: (progress) => store.progressed(progress),
  replaced: (state) => store.replaced(state),
});
const element = new WeightsElement();
element.store = store;
element.host = host;
const { lang } = document.documentElement;
const show = (): void => void (element.isConnected || document.body.append(element));
// English needs no texts: its page stands before the host answers.
if (lang === english) show();

host.hydrate().then(
  (state) => {
    configureLanguage(lang, state.strings);
    show();
    store.replaced(state);
  },
  (error: unknown) => {
    show();
    element.fail(error);
  },
);
