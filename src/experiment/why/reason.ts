import type { Change } from '../edit/edit';
import type { Look } from './look';

/** What a reason speaks of: the kinds of verdict, and findings beside it; those of a user's model by kind and path. */
export type ReasonKind =
  | 'failed'
  | 'waiting'
  | 'diverged'
  | 'symmetric'
  | 'dead'
  | 'flat'
  | 'guessing'
  | 'slow'
  | 'learning'
  | 'naiveLoss'
  | 'saturatedUnits'
  | 'signalGrows'
  | 'signalShrinks'
  | 'gradientGrows'
  | 'gradientShrinks'
  | 'startCost'
  | 'outputScale'
  | 'misfit'
  | 'difference'
  | `finding:${string}`;

/** A paper or a page of documentation. */
export interface Source {
  /** Authors, title and year, or the name of the page. */
  title: string;
  url: string;
}

/** A file of the user's and a line of it, from 1 on. */
export interface SourcePlace {
  file: string;
  line?: number;
}

/** Something to try: an edit of the experiment, as one undo step, after which it is run. */
export interface Remedy {
  label: string;
  /** Empty where it is done already: then the label says so. */
  changes: Change[];
}

/** Why something is so, with the numbers of the run that it was found in. */
export interface Reason {
  kind: ReasonKind;
  /** A few words. */
  title: string;
  /** Two or three plain ones; the first can stand alone. */
  sentences: string[];
  /** The law, and the same with this run's numbers. */
  formula?: { law: string; here: string };
  /** The numbers of the run that the words give, by name. */
  figures: Readonly<Record<string, number>>;
  /** How sure it is, where it is not simply measured. */
  sureness?: string;
  /** The picture that shows it, and what the jump to it is called. */
  look?: Look & { label: string };
  /** Where the user's own code is that it speaks of. */
  place?: SourcePlace;
  sources: Source[];
  tries: Remedy[];
}
