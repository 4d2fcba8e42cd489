/** Moments of the finite values of a tensor; `std` is the population's, as `np.std`. All NaN when nothing is finite. */
export interface Statistics {
  count: number;
  mean: number;
  std: number;
  min: number;
  max: number;
  zeros: number;
  nan: number;
  infinite: number;
}

/** What is left of a layer's symmetry. */
export interface Symmetry {
  units: number;
  /** Numeric rank of the kernel; absent where the kernel is too large to be worth it. */
  rank?: number;
  /** Neurons whose incoming and outgoing weights differ from every other's. */
  distinct: number;
}
