import type { TensorEntry } from '../files/tensorFile';
import type { LayoutGuess, TensorRole } from './report';

/** What is known of a tensor before its numbers are read. */
export interface Placed extends LayoutGuess {
  entry: TensorEntry;
  index: number;
  role: TensorRole;
  /** Of a bias: the kernel of its layer. */
  kernel?: Placed;
  /** Of a kernel with several axes of inputs or of units, as attention has: how many of its first axes are inputs. */
  inputAxes?: number;
  /** Of PyTorch's recurrent layers: their units, which the law of all their tensors depends on. */
  hidden?: number;
  framework?: Framework;
  /** Its laws are not looked for: the file has as many larger tensors as time allows for. */
  passedOver?: true;
}

/** Who writes tensors in this way; `keras` or `flax` where both would. */
export type Framework = 'pytorch' | 'keras' | 'flax';
