/** What keeps a queue from being used, in one line for the user. */
export class QueueProblem extends Error {
  override readonly name = 'QueueProblem';
}

/** The first word of a reply that a command could not be carried out, such as `WRONGPASS invalid username…`. */
const replyCode = (message: string): string => /^([A-Z]+)\b/.exec(message)?.[1] ?? '';

const certificate = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/;

/** Why a server could not be reached or used, in words; `tls`: whether TLS was asked for. */
export function connectionReason(error: unknown, tls: boolean): string {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
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
  if (/AUTH.*without any password configured/.test(message))
    return 'the server has no password for the default user, but one was given';
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
      return 'no answer';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the server closed the connection; it may require TLS (rediss://)';
  }
  return code !== '' && !message.includes(code) ? `${message} (${code})` : message;
}

/** Whether a command failed for a reason that may pass: it can be tried again. */
export function mayPass(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return (
    ['OOM', 'LOADING', 'READONLY', 'MISCONF', 'BUSY', 'TRYAGAIN', 'CLUSTERDOWN', 'MASTERDOWN'].includes(
      replyCode(message.replace(/^ReplyError: /, '')),
    ) || /Connection is closed|Command timed out|ECONN|EPIPE|ETIMEDOUT|max retries/.test(message)
  );
}
