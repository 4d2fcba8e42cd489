import * as l10n from '@vscode/l10n';

/** A layer as people read it: `hidden 0` for `0` or `hidden.0`, `output`. */
export function layerTitle(name: string): string {
  return name === 'output' ? l10n.t('output') : l10n.t('hidden {0}', name.replace('hidden.', ''));
}
