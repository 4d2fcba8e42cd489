/** A run that cannot start because of its input; the message is for the user and names place and value. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused';
}
