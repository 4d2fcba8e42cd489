import * as l10n from '@vscode/l10n';
import type { LayerKindName } from '../../engine/spec/networkSpec';

/** A kind of layer as people call it. */
export function layerKindTitle(kind: LayerKindName): string {
  switch (kind) {
    case 'dense':
      return l10n.t('Dense');
    case 'layerNorm':
      return l10n.t('Layer normalization');
    case 'batchNorm':
      return l10n.t('Batch normalization');
    case 'dropout':
      return l10n.t('Dropout');
    case 'residual':
      return l10n.t('End of a residual block');
  }
}

/** A kind of layer where there is little room. */
export const layerKindMark: Readonly<Record<LayerKindName, string>> = {
  dense: '',
  layerNorm: 'LN',
  batchNorm: 'BN',
  dropout: 'Drop',
  residual: '+',
};

/** What is known of a layer, or of a call of a module of a user's model, where it is named. */
interface Named {
  name: string;
  kind?: LayerKindName | 'module' | 'parameter';
  module?: string;
}

/** A layer's name, or the path of a module. */
export const infoTitle = ({ name, kind }: Named): string =>
  kind === 'module' || kind === 'parameter' ? name : layerTitle(name);

/** What kind of layer it is, where there is little room: empty for a dense layer. */
export const infoMark = ({ kind, module = '' }: Named): string =>
  kind === 'module' || kind === 'parameter' ? module : layerKindMark[kind ?? 'dense'];

/** A layer as people read it: `hidden 0` for `0` or `hidden.0`, `output`. */
export function layerTitle(name: string): string {
  return name === 'output' ? l10n.t('output') : l10n.t('hidden {0}', name.replace('hidden.', ''));
}
