/*
 * expf as the C library of glibc computes it since 2.27 (e_expf.c, Arm Limited 2017): 2^(k/32) and a polynomial of
 * third degree, in double precision. Its error is up to 0.502 units in the last place, so that one in some thousands is
 * not the rounded exp.
 */
const parts = 32;
const powers = Float64Array.from({ length: parts }, (_, part) => 2 ** (part / parts));
const perPart = 46.16624130844683;
const [c0, c1, c2] = [1.6938359250920212e-6, 0.00023459809789509004, 0.021660849396613134];

/** Rounds to the nearest whole number, halves to the even one. */
function nearest(x: number): number {
  const shift = 6755399441055744;
  return x + shift - shift;
}

/** eˣ of a float32 number of −87 … 88, rounded as glibc does. */
export function expf(x: number): number {
  const scaled = perPart * x;
  const whole = nearest(scaled);
  const r = scaled - whole;
  const part = ((whole % parts) + parts) % parts;
  const power = powers[part] * 2 ** ((whole - part) / parts);
  return Math.fround(((c0 * r + c1) * (r * r) + (c2 * r + 1)) * power);
}
