/** The codes of a text. */
export const text = (value: string): number[] => [...Buffer.from(value, 'latin1')];
/** A whole number in so many bytes, the lowest first. */
export const le = (value: number | bigint, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n));

/** A ZIP archive with stored members; `packed` and `size` may lie. */
export function zip(
  members: { name: string; content: number[]; size?: number; method?: number; header?: number }[],
): Uint8Array {
  const bytes: number[] = [];
  const directory: number[] = [];
  for (const { name, content, size = content.length, method = 0, header } of members) {
    const at = header ?? bytes.length;
    const common = [
      ...le(0, 2),
      ...le(method, 2),
      ...le(0, 8),
      ...le(content.length, 4),
      ...le(size, 4),
      ...le(name.length, 2),
    ];
    directory.push(
      ...text('PK\x01\x02'),
      ...le(20, 2),
      ...le(20, 2),
      ...common,
      ...le(0, 12),
      ...le(at, 4),
      ...text(name),
    );
    bytes.push(...text('PK\x03\x04'), ...le(20, 2), ...common, ...le(0, 2), ...text(name), ...content);
  }
  const start = bytes.length;
  return Uint8Array.from([
    ...bytes,
    ...directory,
    ...text('PK\x05\x06'),
    ...le(0, 4),
    ...le(members.length, 2),
    ...le(members.length, 2),
    ...le(directory.length, 4),
    ...le(start, 4),
    0,
    0,
  ]);
}
