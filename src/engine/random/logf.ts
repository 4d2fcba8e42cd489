/*
 * logf as the C library of glibc computes it since 2.28 (e_logf.c, Arm Limited 2017): sixteen inverses with their
 * logarithms, and a polynomial of third degree, in double precision. Its error is up to 0.82 units in the last place,
 * so that it is no rounded log.
 */
const inverses = Float64Array.of(
  1.398907162146528,
  1.3403141896637998,
  1.286432210124115,
  1.2367150214269895,
  1.1906977166711752,
  1.1479821020556429,
  1.1082251448272158,
  1.0711297413057381,
  1.036437278977283,
  1.0,
  0.9492859795739057,
  0.8951049428609004,
  0.8476821620351103,
  0.8050314851692001,
  0.7664671008843108,
  0.731428603316328,
);
const logarithms = Float64Array.of(
  -0.33569133332882284,
  -0.2929040563774074,
  -0.2518726580937369,
  -0.21245868807117255,
  -0.17453945183745634,
  -0.1380057072319758,
  -0.10275976698545139,
  -0.06871392447020525,
  -0.0357891387398228,
  0.0,
  0.05204517742929496,
  0.11081431298787942,
  0.1652495223695143,
  0.21687389031699977,
  0.2659635028121397,
  0.3127556664073557,
);
const [a0, a1, a2] = [-0.25089342214237154, 0.333456765744066, -0.4999997485802103];
/** Bits of the float that the range of the table starts at, a power of two apart. */
const start = 0x3f330000;
const words = new Int32Array(1);
const floats = new Float32Array(words.buffer);

/** ln x of a positive, finite, normal float32 number, rounded as glibc does. */
export function logf(x: number): number {
  floats[0] = x;
  const above = words[0] - start;
  const index = (above >> 19) & 15;
  const exponent = above >> 23;
  words[0] -= exponent << 23;
  const r = floats[0] * inverses[index] - 1;
  const square = r * r;
  const rest = a0 * square + (a1 * r + a2);
  return Math.fround(rest * square + (logarithms[index] + exponent * Math.LN2 + r));
}
