import { isModelExperiment } from '../format/forms';
import type { NetworkRunHeader, RunHeader } from './record';

/** Whether a run is one of a network of Init Lab's own, of which laws and theory are known. */
export function isNetworkHeader(header: RunHeader): header is NetworkRunHeader {
  return !isModelExperiment(header.experiment);
}
