/** What went wrong: the server's answer, the connection, the file's length or sum, the disk, or the user said so. */
export type DownloadFault = 'answer' | 'connection' | 'length' | 'checksum' | 'disk' | 'cancelled';

/** A download that did not end with a good file; the message is for the user. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  constructor(
    readonly fault: DownloadFault,
    message: string,
  ) {
    super(message);
  }
}
