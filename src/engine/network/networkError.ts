/**
 * A network that cannot be built or fed as asked; `path` is the place in the experiment that says so, where there is
 * one.
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  constructor(
    readonly path: string | undefined,
    readonly value: unknown,
    message: string,
  ) {
    super(message);
  }
}
