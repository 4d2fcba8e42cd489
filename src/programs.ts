/*
 * The programs beside the extension, and what it takes of queues, in one file: what they have in common would be in the
 * package three times, and many files take longer to find than to read. Each runs the modules that it imports, and no
 * others.
 */
import { join } from 'node:path';
import { compileAhead } from './trainer/backend/joinedVectors';

export const cli = () => import('./cli/main');
/** Its process is started for a run, whose kernels are compiled while the modules of the trainer are run. */
export const trainer = () => {
  compileAhead(join(__dirname, 'kernels'));
  return import('./trainer/main');
};
export const inspector = () => import('./inspector/main');
/** Queues, for the extension, which has no other use of what they share with the programs. */
export const queue = () => import('./queue/main');
