import type { ModelFinding } from '../experiment/record/record';

/** What `check` says of a model. */
export interface ModelReport {
  version: 1;
  /** `model.py:Net`, and where it is written. */
  model: { target: string; file?: string; line?: number; parameters: number };
  framework: { name: string; version: string; device: string };
  python: string;
  seeds: number[];
  loss?: { mean: number; expected?: number | null };
  parameters: { path: string; shape: number[]; law: string | null }[];
  findings: ModelFinding[];
}
