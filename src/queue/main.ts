// What programs and the extension take of queues, loaded only where one is used.
export { configureLanguage } from '../experiment/text/language';
export { shownAddress, type QueueAddress } from './address';
export { RunnerCompute } from './worker/compute';
export { QueueConnection } from './connection';
export { WorkerFiles } from './files';
export { engineVersion } from './identity';
export { QueueProblem } from './problem';
export type { OnStop } from './client/queueRun';
export { QueueRunner } from './client/queueRunner';
export { QueueServer, type SweepFacts } from './client/server';
export { QueueWorker, type WorkerFacts } from './worker/worker';
