/** The bits of a number as an HDF5 file describes them: widths and places count from the lowest bit. */
export interface BitLayout {
  kind: 'integer' | 'float';
  /** Lowest bit that is used, and how many are. */
  offset: number;
  precision: number;
  /** Of floats: the places of sign, exponent and mantissa, the bias, and whether the leading one is left out. */
  float?: {
    sign: number;
    exponentAt: number;
    exponentBits: number;
    mantissaAt: number;
    mantissaBits: number;
    bias: number;
    implied: boolean;
  };
}

/** Bytes of the file; fewer where it ends. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

/** Messages looked at in one object, and stretches that they lie in. */
const mostMessages = 1000;
const mostStretches = 64;
const largestStretch = 2 ** 20;
const datatype = 0x03;
const continuation = 0x10;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const place = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

interface Message {
  type: number;
  shared: boolean;
  body: DataView;
}

/** The messages of an object header of version 1 or 2, with those of its continuations. */
function* messagesOf(read: ReadBytes, address: number): Generator<Message> {
  const head = viewOf(read(address, 32));
  const newer = head.getUint32(0, false) === 0x4f484452; // OHDR
  const flags = newer ? head.getUint8(5) : 0;
  if (!newer && head.getUint8(0) !== 1) return;
  let start = 16;
  let length = newer ? 0 : head.getUint32(8, true);
  if (newer) {
    const sizeAt = 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
    const width = 1 << (flags & 3);
    length =
      width === 1
        ? head.getUint8(sizeAt)
        : width === 2
          ? head.getUint16(sizeAt, true)
          : width === 4
            ? head.getUint32(sizeAt, true)
            : NaN;
    start = sizeAt + width;
  }
  const stretches = [{ at: address + start, length }];
  const before = newer ? 4 + (flags & 4 ? 2 : 0) : 8;
  let seen = 0;
  for (let i = 0; i < stretches.length && i < mostStretches; i++) {
    if (!(stretches[i].length <= largestStretch)) return;
    const bytes = viewOf(read(stretches[i].at, stretches[i].length));
    for (let at = 0; at + before <= bytes.byteLength && seen < mostMessages; seen++) {
      const type = newer ? bytes.getUint8(at) : bytes.getUint16(at, true);
      const size = bytes.getUint16(at + (newer ? 1 : 2), true);
      const marks = bytes.getUint8(at + (newer ? 3 : 4));
      if (at + before + size > bytes.byteLength) break;
      const body = new DataView(bytes.buffer, bytes.byteOffset + at + before, size);
      // A continuation of version 2 begins with OCHK and ends with a checksum.
      if (type === continuation && size >= 16)
        stretches.push({ at: place(body, 0) + (newer ? 4 : 0), length: place(body, 8) - (newer ? 8 : 0) });
      yield { type, shared: (marks & 2) !== 0, body };
      at += before + size;
    }
  }
}

function layoutIn(body: DataView): BitLayout | undefined {
  const kind = body.getUint8(0) & 15;
  if (kind !== 0 && kind !== 1) return undefined;
  const [offset, precision] = [body.getUint16(8, true), body.getUint16(10, true)];
  if (kind === 0) return { kind: 'integer', offset, precision };
  return {
    kind: 'float',
    offset,
    precision,
    float: {
      sign: body.getUint8(2),
      implied: ((body.getUint8(1) >> 4) & 3) === 2,
      exponentAt: body.getUint8(12),
      exponentBits: body.getUint8(13),
      mantissaAt: body.getUint8(14),
      mantissaBits: body.getUint8(15),
      bias: body.getUint32(16, true),
    },
  };
}

/**
 * The bits of a dataset's numbers by the datatype in its object header, at `address` (HDF5 File Format Specification
 * 3.0, IV.A.1 and IV.A.2.d). Undefined where there is none that can be seen, such as one in a heap that datasets share.
 */
export function bitLayoutAt(read: ReadBytes, address: number, follow = true): BitLayout | undefined {
  try {
    for (const { type, shared, body } of messagesOf(read, address)) {
      if (type !== datatype) continue;
      if (!shared) return layoutIn(body);
      // A committed datatype, in an object header of its own.
      const version = body.getUint8(0);
      if (!follow || (version === 3 && body.getUint8(1) !== 2)) return undefined;
      return bitLayoutAt(read, place(body, version === 1 ? 8 : 2), false);
    }
  } catch (error) {
    // The bytes end early.
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}
