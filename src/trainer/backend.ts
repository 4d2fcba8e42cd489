import type { Kernels } from '../engine/kernels/kernels';
import { referenceKernels } from '../engine/kernels/reference/reference';

/** The makes of the kernels that a run can be computed with. */
export const backends = ['reference'] as const;
export type Backend = (typeof backends)[number];

/** The backend that a request means on this machine; `auto` takes the fastest that runs here. */
export function chooseBackend(asked: 'auto' | Backend): Backend {
  return asked === 'auto' ? backends[0] : asked;
}

const makes: Record<Backend, Kernels> = { reference: referenceKernels };

/** The kernels of a backend. */
export function kernelsOf(backend: Backend): Kernels {
  return makes[backend];
}
