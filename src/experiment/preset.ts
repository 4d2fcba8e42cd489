import type { ExperimentInput } from './schema';

/** An experiment offered by Compare Initializers. */
export interface Preset {
  id: string;
  /** Shown in the quick pick. */
  title: string;
  /** One line on what it shows. */
  detail: string;
  experiment: ExperimentInput;
}
