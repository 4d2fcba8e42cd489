import { Mt19937 } from '../mt19937';

/** Python's module `random` after `random.seed(seed)`, a whole number of 0 … 2³²−1; else a RangeError is thrown. */
export class PythonRandom {
  private readonly twister: Mt19937;

  constructor(seed: number) {
    this.twister = Mt19937.fromWords([seed]);
  }

  /** `random.randint(low, high)`, both included, high − low below 2³² − 1: as many bits as it takes, until they fit. */
  randint(low: number, high: number): number {
    const count = high - low + 1;
    const unused = Math.clz32(count);
    let drawn: number;
    do drawn = this.twister.next32() >>> unused;
    while (drawn >= count);
    return low + drawn;
  }
}
