import type { ModelFinding } from '../experiment/record/record';

/** What `check` says of a model. */
export interface ModelReport {
  version: 1;
  model: string;
  framework: string;
  python: string;
  seeds: number[];
  loss?: { mean: number; expected?: number };
  parameters: { path: string; shape: number[]; law?: string }[];
  findings: ModelFinding[];
}
