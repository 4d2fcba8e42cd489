import * as l10n from '@vscode/l10n';

/** Translated texts by their English ones, as a bundle of `l10n/` has them. */
export type Strings = Record<string, string>;

/** What is shown where no bundle is for the display language, and on the command line. */
export const english = 'en';

let current = english;

/** Takes the texts of `language` for all that is shown from now on; without texts everything stays English. */
export function configureLanguage(language: string, strings: Strings | undefined): void {
  current = strings ? language : english;
  l10n.config({ contents: strings ?? {} });
}

/** The language that texts are in, as BCP 47 has it: for `lang` of a page and for `Intl`. */
export function shownLanguage(): string {
  return current;
}

/** Words of a list one after the other, with the separator of the language. */
export function listText(items: readonly string[]): string {
  return items.join(l10n.t(', '));
}
