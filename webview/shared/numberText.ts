import * as l10n from '@vscode/l10n';
const thin = '\u202f';

/**
 * A number as people read it: `15 000`, `0.05`, `1.2e−4`; at most `digits` significant figures (whole numbers keep
 * all).
 */
export function numberText(value: number, digits = 4): string {
  if (Number.isNaN(value)) return l10n.t('not a number');
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return groupedText(value);
  const rounded = Number(value.toPrecision(digits));
  const text = size < 1e-3 || size >= 1e6 ? rounded.toExponential().replace('+', '') : String(rounded);
  return text.replaceAll('-', '−');
}

/** A whole number with its thousands set apart. */
export function groupedText(value: number): string {
  const digits = String(Math.abs(value));
  const grouped = digits.length > 3 ? digits.replaceAll(/\B(?=(\d{3})+$)/g, thin) : digits;
  return value < 0 ? `−${grouped}` : grouped;
}

/** A length of time: `0.1 s`, `12 s`, `3 min 20 s`, `1 h 5 min`. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
