import { env } from 'vscode';

/** `22 Nov` in the order of the display language; with the year when it is another one. */
export function dayText(date: Date, now = new Date()): string {
  return new Intl.DateTimeFormat(env.language === 'en' ? 'en-GB' : env.language, {
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date);
}

/** `10:31` or `10:31:05`. */
export function clockText(date: Date, seconds: boolean): string {
  return [date.getHours(), date.getMinutes(), ...(seconds ? [date.getSeconds()] : [])]
    .map((value) => String(value).padStart(2, '0'))
    .join(':');
}

/** `22 Nov 10:31`. */
export function timeText(startedAt: string, now = new Date(), seconds = false): string {
  const date = new Date(startedAt);
  return `${dayText(date, now)} ${clockText(date, seconds)}`;
}

/** The title of a saved run: `Circles — 22 Nov 10:31`. */
export function runTitle(name: string, startedAt: string): string {
  return `${name} — ${timeText(startedAt)}`;
}

/** The name of a run in lists: that of its experiment, or of its folder once somebody has renamed it. */
export function runLabel(folder: string, summary: { name: string } | undefined): string {
  return summary && /-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(-\d+)?$/.test(folder) ? summary.name : folder;
}
