/** An end of a channel as far as calls settle by it. */
interface Rejecting {
  $rejectPendingCalls(handler: (call: { reject: (error: Error) => void }) => void): unknown;
}

/**
 * Options of every end of a birpc channel, by which each call settles. No timeout: a save dialog or a paused run may
 * take any time, and an end that goes away rejects what it was asked. An answer that cannot be carried is replaced by
 * the reason.
 */
export const settling = {
  timeout: -1,
  // Named with the function where an answer failed; without it the caller has the error.
  onGeneralError: (_error: Error, name?: string): boolean => name !== undefined,
} as const;

/** Rejects what is still to be answered, since nobody will. */
export function rejectPending(channel: Rejecting, reason: string): void {
  channel.$rejectPendingCalls(({ reject }) => reject(new Error(reason)));
}

/**
 * `decode` for messages that come in: with one that cannot be read, any answer may be lost, so that all calls are
 * rejected.
 */
export function readingWith<T>(decode: (data: T) => unknown, channel: () => Rejecting): (data: T) => unknown {
  return (data) => {
    try {
      return decode(data);
    } catch (error) {
      rejectPending(channel(), error instanceof Error ? error.message : String(error));
      // An answer that nobody waits for.
      return { t: 's', i: '' };
    }
  };
}

/** A message whose error, if it has one, every channel between processes can carry. */
export function withPlainError<T extends { e?: unknown }>(message: T): T {
  const { e: error } = message;
  if (error === undefined) return message;
  const plain = new Error(
    error instanceof Error ? error.message : typeof error === 'string' ? error : 'Unknown error.',
  );
  if (error instanceof Error) plain.stack = error.stack;
  return { ...message, e: plain };
}
