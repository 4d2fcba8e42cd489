import type { Precision } from '../../engine/elementType';
import { kindOf, type NetworkSpec } from '../../engine/spec/networkSpec';
import { megabytes } from '../../data/memory';
import type { Backend } from '../backend/backend';
import type { Execution } from './chooseExecution';

/** What an explanation tells besides the execution itself. */
export interface Explained {
  backend: Backend;
  precision: Precision;
  network: NetworkSpec;
  parameters: number;
  steps: number;
  snapshots: number;
  /** Bytes. */
  arena: number;
  estimate: number;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** How a run is computed, in lines. */
export function executionText(
  { steps, batches, plan, copiedRows, keepsBytes, compression, sharesSteps, workers }: Execution,
  { backend, precision, network, parameters, steps: count, snapshots, arena, estimate }: Explained,
): string[] {
  const layers = [
    ...network.hidden.map((layer) => `${layer.units}${kindOf(layer) === 'dense' ? '' : ` (${kindOf(layer)})`}`),
    network.outputs,
  ];
  return [
    `network     ${[network.inputs, ...layers].join(' → ')}: ${counted(parameters, 'parameter')}`,
    `steps       ${count}, ${steps === 'fused' ? 'whole ones inside WebAssembly (fused)' : 'a call for each layer (layered)'}`,
    `batches     ${
      {
        resident: 'all rows in place (resident)',
        gathered: `rows are copied (gathered), room for ${copiedRows}`,
        compressed: `rows of mostly zeros (compressed, density ${compression?.density.toFixed(3)})`,
      }[batches]
    }${keepsBytes ? '; bytes become numbers where they are gathered' : ''}`,
    `precision   ${precision}`,
    `kernels     ${backend.name}`,
    `workers     ${workers}${sharesSteps ? ", which help with one another's steps" : ''}`,
    `snapshots   ${snapshots} for each trial`,
    `evaluation  ${plan.batchCapacity} rows at a time`,
    `memory      ${megabytes(arena)} MB in one block, about ${megabytes(estimate)} MB in all`,
  ];
}
