import type { ModelFinding } from '../experiment/record/record';

/** How a tensor of a model or of a checkpoint stands in the other one. */
export type TensorRelation = 'same' | 'different' | 'otherShape' | 'missingInFile' | 'missingInModel' | 'tied';

/** What `audit` says of a model and a checkpoint. */
export interface AuditReport {
  version: 1;
  model: { target: string; file?: string; line?: number };
  framework: { name: string; version: string; device: string };
  python: string;
  seeds: number[];
  /** The path of the file. */
  checkpoint: string;
  /** `tied` names the tensor of the model that it is the same as. Shapes are null where there is no such tensor. */
  tensors: {
    path: string;
    relation: TensorRelation;
    shape: number[] | null;
    fileShape: number[] | null;
    tied?: string;
  }[];
  findings: ModelFinding[];
}

/** A law as the probe names it: mostly of the catalogue. */
export type ReportedLaw = Readonly<Record<string, unknown>> & { kind: string };

/** What `check` says of a model. */
export interface ModelReport {
  version: 1;
  /** `model.py:Net`, and where it is written. */
  model: { target: string; file?: string; line?: number; parameters: number };
  framework: { name: string; version: string; device: string };
  python: string;
  seeds: number[];
  loss?: { mean: number; expected?: number | null };
  /** The law as an experiment has it; null where the numbers fit none. */
  parameters: { path: string; shape: number[]; law: ReportedLaw | null }[];
  findings: ModelFinding[];
}
