import { lawOf } from '../../engine/initializers/laws/law';
import type { Law } from '../../engine/initializers/laws/lawShapes';
import { planOf } from '../../engine/initializers/plan';
import type { KernelInitializer } from '../../engine/spec/initializerSpec';
import type { Fans } from '../tensors/report';

/** What is remembered of one law: the fans asked last, since tensors of one shape follow each other. */
interface Known extends Fans {
  law?: Law;
  plan?: string;
}
const mostFans = 8;

/** Laws that are tried on every tensor, by themselves; those made for one tensor are not remembered. */
const remembered = new WeakMap<KernelInitializer, Known[]>();

/** Marks laws as ones that are tried on every tensor. */
export function remember<T extends readonly KernelInitializer[]>(laws: T): T {
  for (const law of laws) remembered.set(law, []);
  return laws;
}

function knownOf(spec: KernelInitializer, fanIn: number, fanOut: number): Known {
  const list = remembered.get(spec);
  const found = list?.find((one) => one.fanIn === fanIn && one.fanOut === fanOut);
  if (found) return found;
  const fresh: Known = { fanIn, fanOut };
  if (list?.unshift(fresh) === mostFans + 1) list.pop();
  return fresh;
}

/** The law of an initializer with these fans. */
export function lawWith(spec: KernelInitializer, { fanIn, fanOut }: Fans): Law {
  const known = knownOf(spec, fanIn, fanOut);
  return (known.law ??= lawOf(spec, { fanIn, fanOut, layout: 'out-in' }));
}

/** How an initializer draws with these fans, as a text that is equal where the draws are. */
export function planText(spec: KernelInitializer, { fanIn, fanOut }: Fans): string {
  const known = knownOf(spec, fanIn, fanOut);
  return (known.plan ??= JSON.stringify({ ...planOf(spec, { fanIn, fanOut, layout: 'out-in' }), variance: undefined }));
}
