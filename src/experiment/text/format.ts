import * as l10n from '@vscode/l10n';
/** Numbers as people read them: `1.2e−4`, `83 %`, `15 000`. Used by the editor and the command line. */

/** Narrow no-break space: between thousands, and before a unit. */
const thin = '\u202f';
const minus = '\u2212';

/** What stands where nothing is known. */
export const nothingKnown = '–';

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return nothingKnown;
  if (value === Infinity) return '∞';
  return value === -Infinity ? `${minus}∞` : undefined;
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, thin);
}

function plain(text: string): string {
  const [whole, fraction] = text.replace('-', '').split('.');
  const sign = text.startsWith('-') && Number(text) !== 0 ? minus : '';
  return sign + group(whole) + (fraction === undefined ? '' : `.${fraction}`);
}

/** A whole number with thin spaces between thousands: `15 000`. */
export function formatCount(value: number): string {
  return special(value) ?? plain(value.toFixed(0));
}

/**
 * A measured quantity with `digits` significant digits (3): `0.693`, `1 774`, `1.2e−4`.
 * Below 0.001 and from 100 000 it is written with an exponent and one digit less. NaN is a dash.
 */
export function formatNumber(value: number, digits = 3): string {
  const known = special(value);
  if (known !== undefined) return known;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return formatExponent(value, digits - 1);
  const exponent = Math.floor(Math.log10(size));
  return plain(value.toFixed(Math.min(Math.max(0, digits - 1 - exponent), 6)));
}

function formatExponent(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 1)).split('e');
  return `${mantissa}e${exponent}`.replaceAll('-', minus).replace('+', '');
}

/** A tick of an axis whose ticks lie `spacing` apart: as many decimals as they need, no more. */
export function formatTick(value: number, spacing: number): string {
  const known = special(value);
  if (known !== undefined) return known;
  if (Math.abs(value) < spacing * 1e-6) return '0';
  const size = Math.max(Math.abs(value), spacing);
  const decimals = decimalsOf(spacing);
  if (size >= 1e5 || spacing < 1e-3)
    return trimExponent(formatExponent(value, Math.min(4, Math.floor(Math.log10(size) + 1e-9) + decimals + 1)));
  return plain(value.toFixed(decimals));
}

/** Decimals that multiples of `spacing` need: 2 for 0.25. */
function decimalsOf(spacing: number): number {
  for (let decimals = 0; decimals < 20; decimals++) {
    const scaled = spacing * 10 ** decimals;
    if (scaled >= 0.999 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 20;
}

function trimExponent(text: string): string {
  return text.replace(/\.?0+e/, 'e');
}

/** A share as percent: `83 %`, `99.3 %`. */
export function formatPercent(share: number, decimals = 1): string {
  return special(share) ?? `${plain((share * 100).toFixed(decimals))}${thin}%`;
}

/** Decimals that percents of `count` samples can hold: none up to 100. */
export function percentDecimals(count: number): number {
  return count <= 100 ? 0 : 1;
}

/** A duration: `0.42 s`, `12 s`, `3 min 20 s`. */
export function formatSeconds(seconds: number): string {
  const known = special(seconds);
  if (known !== undefined) return known;
  if (seconds < 0.0095) return `${(seconds * 1000).toFixed(0)}${thin}ms`;
  if (seconds < 9.95) return `${seconds.toFixed(seconds < 0.995 ? 2 : 1)}${thin}s`;
  if (seconds < 59.5) return `${seconds.toFixed(0)}${thin}s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}${thin}min ${whole % 60}${thin}s`;
  return `${Math.floor(whole / 3600)}${thin}h ${Math.floor((whole % 3600) / 60)}${thin}min`;
}

/** A round number (a tick of a log axis) as short as it goes: `0.25`, `20 000`, `1e−5`. */
export function formatRound(value: number): string {
  const known = special(value);
  if (known !== undefined) return known;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return trimExponent(formatExponent(value, 6));
  return plain(String(Number(value.toPrecision(6))));
}

/** A file's size: `170 MB`, `28.9 kB`; thousands, as download pages count them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return l10n.t('{0}\u202fbytes', bytes);
  const [unit, size] = bytes < 1e6 ? ['kB', bytes / 1e3] : bytes < 1e9 ? ['MB', bytes / 1e6] : ['GB', bytes / 1e9];
  return `${size.toFixed(size < 99.95 ? 1 : 0)}${thin}${unit}`;
}
