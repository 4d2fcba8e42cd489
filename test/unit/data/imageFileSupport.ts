/** Files of the published forms, made by the tests. */

/** An IDX file of images; `pixel` gives each byte by its place. */
export function idxImages(count: number, rows: number, columns: number, pixel: (at: number) => number): Uint8Array {
  const bytes = new Uint8Array(16 + count * rows * columns);
  const view = new DataView(bytes.buffer);
  [0x803, count, rows, columns].forEach((value, index) => view.setUint32(4 * index, value));
  for (let at = 0; at < bytes.length - 16; at++) bytes[16 + at] = pixel(at);
  return bytes;
}

/** An IDX file of labels. */
export function idxLabels(labels: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + labels.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x801);
  view.setUint32(4, labels.length);
  bytes.set(labels, 8);
  return bytes;
}

/** A record of CIFAR-10's binary form: its label, then pixels that hang on it. */
export function record(label: number): Uint8Array {
  return Uint8Array.from({ length: 3073 }, (_, at) => (at === 0 ? label : (at * 7 + label * 31) % 256));
}

/** A batch of such records. */
export function batch(labels: readonly number[]): Uint8Array {
  return Uint8Array.from(labels.flatMap((label) => [...record(label)]));
}

/** A tar archive (ustar) of these files after a folder entry, as GNU tar writes it. */
export function tarOf(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const add = (name: string, size: number, type: string) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\0' + '00', 257);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    parts.push(header);
  };
  if (files.some(({ name }) => name.includes('/'))) add(`${files[0].name.split('/')[0]}/`, 0, '5');
  for (const { name, bytes } of files) {
    add(name, bytes.length, '0');
    parts.push(bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
  }
  parts.push(new Uint8Array(1024));
  return Buffer.concat(parts);
}
