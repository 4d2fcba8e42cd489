import { isFloat } from './dtypes';
import type { TensorRole } from './report';
import type { TensorEntry } from './tensorFile';

const optimizer = /(^|\.)(optimizer|optimizer_weights|optimizer_state_dict|optim)(\.|$)|exp_avg|momentum_buffer|max_exp_avg/i;
const buffer = /running_(mean|var)|moving_(mean|var)|num_batches_tracked|position_ids|inv_freq/i;
const embedding = /embed|(^|\.)(wte|wpe|lookup)(\.|$)/i;
const bias = /(^|[._])(bias|beta)(_\w+)?$|(^|[._])b\d*$|\.vars\.1$/i;
const scale = /(^|[._])(gamma|scale)$|weight$/i;

/** What a tensor is to a network, by its name, type and shape. */
export function roleOf({ name, shape, dtype }: TensorEntry): TensorRole {
  if (optimizer.test(name)) return 'optimizer';
  if (!isFloat(dtype) || buffer.test(name)) return 'other';
  const sides = shape.filter((side) => side > 1).length;
  // The courses that write NumPy have biases of n × 1.
  if (shape.length >= 2 && sides <= 1 && bias.test(name)) return 'bias';
  if (shape.length >= 2) return embedding.test(name) && shape.length === 2 ? 'embedding' : 'kernel';
  if (shape.length === 0 || sides === 0) return bias.test(name) && shape.length === 1 ? 'bias' : shape.length === 1 && scale.test(name) ? 'scale' : 'other';
  if (bias.test(name)) return 'bias';
  return scale.test(name) ? 'scale' : 'other';
}

/** The last part of a dotted name without its number, and what comes before it with the number: `W1` is beside `b1`, `a.weight` beside `a.bias`. */
export function ownerOf(name: string): string {
  const at = name.lastIndexOf('.');
  const last = name.slice(at + 1);
  if (/\.vars\.\d+$/.test(name)) return name.slice(0, at);
  const numbered = /^[a-z_]+?_?(\d+)$/i.exec(last);
  // LSTMs have weight_ih_l0 beside bias_ih_l0.
  const gate = /^(?:weight|bias)_(\w+)$/.exec(last);
  return `${name.slice(0, Math.max(0, at))}${gate ? `.${gate[1]}` : numbered ? `.${numbered[1]}` : ''}`;
}
