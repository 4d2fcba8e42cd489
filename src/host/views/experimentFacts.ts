import * as l10n from '@vscode/l10n';
import { workspace, type Uri } from 'vscode';
import { dataTitle } from '../../experiment/format/datasetTitles';
import { parseExperiment } from '../../experiment/format/parse';

/** What the list of experiments says of one. */
export interface ExperimentFacts {
  /** `Circles · 4 initializers`. */
  description: string;
  name?: string;
  /** Why it cannot be run. */
  problem?: string;
}

/** Larger files are no experiments. */
const largest = 1_000_000;

/** Reads an experiment file for the list. Never rejects. */
export async function readFacts(uri: Uri): Promise<ExperimentFacts> {
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > largest) return { description: '', problem: l10n.t('The file is too large for an experiment.') };
    return factsOf(new TextDecoder().decode(await workspace.fs.readFile(uri)));
  } catch (error) {
    return { description: '', problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The same of its text. */
function factsOf(text: string): ExperimentFacts {
  const { experiment, syntax, issues } = parseExperiment(text);
  if (!experiment) return { description: l10n.t("can't be run"), problem: syntax?.message ?? issues[0]?.message };
  const count = experiment.initializers.filter(({ enabled }) => enabled !== false).length;
  const initializers = count === 1 ? l10n.t('1 initializer') : l10n.t('{0} initializers', count);
  return { name: experiment.name, description: `${dataTitle(experiment)} · ${initializers}` };
}
