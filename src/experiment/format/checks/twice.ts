/** The place of the first value that stands in the list before it as well; −1 when all are different. */
export function firstTwice(values: readonly unknown[]): number {
  const known = new Set<unknown>();
  return values.findIndex((value) => known.size === known.add(value).size);
}
