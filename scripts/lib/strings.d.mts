/** A call of `l10n.t`: where it stands, the key it passes, and what is wrong with it. */
export interface Call {
  place: string;
  key?: string;
  problem?: string;
}
export const languages: readonly string[];
export function bundleFile(language?: string): string;
export function manifestFile(language?: string): string;
export function sourceFiles(): string[];
export function placeholders(text: string): string[];
export function callsIn(file: string, text?: string): Call[];
export function keysOfSources(): string[];
