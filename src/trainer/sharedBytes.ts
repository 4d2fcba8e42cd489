import { Arena } from '../engine/arena';

/** Zeroed bytes that all threads of a process see where this machine lets them, else a plain buffer of one thread. */
export function sharedBytes(bytes: number): ArrayBufferLike {
  if (typeof SharedArrayBuffer === 'function') return new SharedArrayBuffer(bytes);
  // Its constructor may be hidden where a WebAssembly memory is shared all the same.
  return Arena.create(bytes).buffer;
}
