// What programs and the extension take of queues, loaded only where one is used.
export { configureLanguage } from '../experiment/text/language';
export { shownAddress, type QueueAddress } from './address';
export { RunnerCompute } from './compute';
export { QueueConnection } from './connection';
export { WorkerFiles } from './files';
export { engineVersion } from './identity';
export { QueueProblem } from './problem';
export type { OnStop } from './queueRun';
export { QueueRunner } from './queueRunner';
export { QueueServer, type SweepFacts } from './server';
export { QueueWorker, type WorkerFacts } from './worker';
