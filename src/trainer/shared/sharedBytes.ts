/** Zeroed bytes that all threads of a process see where this machine lets them, else a plain buffer of one thread. */
export function sharedBytes(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'function' ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}
