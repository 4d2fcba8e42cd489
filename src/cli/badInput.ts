/** Something the user gave that cannot be used: one line for them, exit code 2, nothing written. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}
