import * as l10n from '@vscode/l10n';
import type { LessonIssue } from './lesson';

/** The part of a syntax tree's node that says where it lies. */
export interface Placed {
  position?: { start: { line: number; column: number } };
}

/** Collects mistakes with their places. */
export class Issues {
  readonly found: LessonIssue[] = [];

  /** A mistake at a node. */
  at({ position }: Placed, message: string): void {
    this.atLine(position?.start.line ?? 1, message, position?.start.column ?? 1);
  }

  atLine(line: number, message: string, column = 1): void {
    this.found.push({ line, column, message });
  }
}

/** A value as a message quotes it, cut where it is long. */
export const quoted = (value: unknown): string => {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? l10n.t('nothing'));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};
