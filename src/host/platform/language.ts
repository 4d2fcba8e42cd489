import { env, l10n } from 'vscode';
import { configureLanguage } from '../../experiment/text/language';

/**
 * Lets all rooms speak VS Code's display language where there is a bundle for it; before anything else of the extension
 * says a word.
 */
export function useDisplayLanguage(): void {
  configureLanguage(env.language, l10n.bundle);
}
