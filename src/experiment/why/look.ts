/** The tensors of a layer that are recorded. */
export type Tensor = 'kernel' | 'bias' | 'activations' | 'gradients';

/** The charts and tables of a run that a text may speak of. */
export type Picture = 'histogram' | 'boundary' | 'cost' | 'variance' | 'differences' | 'summary';

/** What a text asks the results to show: a picture, and what of it is meant. */
export interface Look {
  picture: Picture;
  /** Index in the run's list; absent: all. */
  initializer?: number;
  /** Absent: the seed that is shown. */
  seed?: number;
  /** Index in the network. */
  layer?: number;
  /** Of a histogram. */
  tensor?: Tensor;
  /** Recorded step; absent: the one that is shown, `Infinity`: the newest. */
  step?: number;
}
