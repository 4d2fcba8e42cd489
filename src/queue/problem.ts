/** What keeps a queue from being used, in one line for the user. */
export class QueueProblem extends Error {
  override readonly name = 'QueueProblem';

  /** The server wants a password, or another one. */
  get wantsPassword(): boolean {
    return /WRONGPASS|NOAUTH/.test(String(this.cause));
  }
}

/** The code of a reply that a command could not be carried out, such as WRONGPASS. */
const replyCode = (message: string): string => /^([A-Z]+)\b/.exec(message)?.[1] ?? '';

const certificate = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/;

/** Of a transaction that was discarded, why its first command was refused. */
function causeOf(error: unknown): unknown {
  const { message, previousErrors } = error as { message?: string; previousErrors?: unknown[] };
  return message !== undefined && replyCode(message) === 'EXECABORT' ? (previousErrors?.[0] ?? error) : error;
}

/** Why a server could not be reached or used, in words; `tls`: whether TLS was asked for. */
export function connectionReason(error: unknown, tls: boolean): string {
  const { code = '', message = String(error) } = causeOf(error) as NodeJS.ErrnoException;
  if (/^(Protocol error|Unknown RESP type)/.test(message)) return 'what answers there is not Redis or Valkey';
  if (/^Socket timeout/.test(message)) return 'no answer';
  switch (replyCode(message)) {
    case 'WRONGPASS':
      return 'the server rejected the user name or password';
    case 'NOAUTH':
      return 'the server requires a password';
    case 'NOPERM':
      return `the user has too few permissions (${message.replace(/^NOPERM /, '')})`;
    case 'OOM':
      return 'the memory of the server is full (maxmemory)';
    case 'LOADING':
      return 'the server is still loading its data';
    case 'READONLY':
      return 'the server is a read-only replica';
    case 'MISCONF':
      return "the server can't write its data to disk";
  }
  if (certificate.test(code)) return `the certificate of the server is not trusted (${code})`;
  if (tls && (code === 'ECONNRESET' || code === 'EPROTO' || /wrong version number|packet length|TLS/.test(message)))
    return "the server doesn't answer with TLS there: use redis:// or its TLS port";
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there (connection refused)';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is not known';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no route to the host';
    case 'ETIMEDOUT':
      return tls ? 'no answer; the server may not use TLS there (redis://)' : 'no answer';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the server closed the connection; it may require TLS (rediss://)';
  }
  return code !== '' && !message.includes(code) ? `${message} (${code})` : message;
}

const passing = [
  'OOM',
  'LOADING',
  'READONLY',
  'MISCONF',
  'BUSY',
  'TRYAGAIN',
  'CLUSTERDOWN',
  'MASTERDOWN',
  'EXECABORT',
  'UNBLOCKED',
];

/** Whether a command failed for a reason that may pass: it can be tried again. */
export function mayPass(error: unknown): boolean {
  const cause = causeOf(error);
  const message = cause instanceof Error ? cause.message : String(cause);
  return (
    passing.includes(replyCode(message)) ||
    // As Redis 6.2 tells what a script ran into.
    /-(OOM|LOADING|READONLY|MISCONF) /.test(message) ||
    /Connection is closed|connection close|Socket timeout|ECONN|EPIPE|ETIMEDOUT/.test(message)
  );
}
