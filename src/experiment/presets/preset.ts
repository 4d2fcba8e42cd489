import * as l10n from '@vscode/l10n';
import type { ExperimentInput } from '../format/schema';

/** What presets are listed under. */
export type PresetGroup = 'published' | 'points' | 'sweeps';

/** The heading of a group. */
export function groupTitle(group: PresetGroup): string {
  switch (group) {
    case 'published':
      return l10n.t('Published experiments');
    case 'points':
      return l10n.t('Two-dimensional data');
    case 'sweeps':
      return l10n.t('Sweeps');
  }
}

/** An experiment offered by Compare Initializers; `media/presets/<id>.svg` is its picture. */
export interface Preset {
  id: string;
  group: PresetGroup;
  /** Shown in the quick pick. */
  title: string;
  /** One line on what it shows. */
  detail: string;
  experiment: ExperimentInput;
}
