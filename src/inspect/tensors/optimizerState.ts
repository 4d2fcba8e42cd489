import type { TensorEntry } from '../files/tensorFile';

/** Dictionaries that hold the state of optimizers, whatever is in them: of PyTorch, Lightning, Keras, optax. */
const container =
  /^(optimizers?|optim|opt|optimizers?_(states?|state_dicts?|weights|variables|vars|dict)|optim_?(states?|state_dicts?|[a-z\d]+)|opt_?(states?|state_dicts?|vars|[a-z\d])|(\w+_)?optimizer(_\w+)?)$/i;
/** What a step of PyTorch's optimizers keeps of each parameter. */
const slots =
  /^(exp_avg(_sq|_diff|_sq_row|_sq_col|_slow|_fast)?|max_exp_avg_sq|exp_inf|momentum_buffer|square_avg|grad_avg|acc_delta|sum|prev|step_size|ax|mu_product|eta|d|t|al|ro|H_diag|prev_flat_grad|prev_loss|old_dirs|old_stps|n_iter|func_evals|row|col|RMS|moments?|velocity|trace|mu|nu|m|v|state[12]|qmap[12]|absmax[12]|z|ema)$/;
/** Names of such figures that no module has. */
const unmistakable =
  /^(exp_avg(_sq|_diff|_sq_row|_sq_col)?|max_exp_avg_sq|exp_inf|momentum_buffer|square_avg|acc_delta|prev_flat_grad|old_dirs|old_stps|grad_avg)$/;
/** Copies of all parameters that optax and others keep beside them. */
const copies =
  /^(mu|nu|trace|m|v|momentum|momenta|velocity|accumulators?|square_avg|acc_grad|acc_update|sum_of_squares|exp_avg(_sq)?)$/;

/** Whether the parts of a name say that a tensor is of the state of an optimizer. */
function byName(parts: readonly string[]): boolean {
  if (parts.slice(0, -1).some((part) => container.test(part)) || parts.some((part) => unmistakable.test(part)))
    return true;
  // A dictionary of an optimizer by itself: `state.0.sum`.
  const at = parts.findIndex((part, i) => part === 'state' && /^\d+$/.test(parts[i + 1] ?? ''));
  return at >= 0 && parts.slice(at + 2).some((part) => slots.test(part));
}

/** A parameter's own name and shape, without the dictionary that all parameters are in. */
const keyOf = (parts: readonly string[], { shape }: TensorEntry): string =>
  `${(/^(params|model|state_dict|network|0)$/.test(parts[0]) ? parts.slice(1) : parts).join('.')} ${shape.join('x')}`;

/**
 * The tensors that are the state of an optimizer: those within its dictionary, those with the names of its figures, and
 * copies of all parameters under names such as `mu` and `nu`, whose parameters stand beside them with the same shape.
 */
export function optimizerTensors(tensors: readonly TensorEntry[]): Set<TensorEntry> {
  const found = new Set<TensorEntry>();
  const parts = new Map(tensors.map((entry) => [entry, entry.name.split(/[./]/)]));
  const parameters = new Set<string>();
  for (const entry of tensors) {
    const own = parts.get(entry)!;
    if (byName(own)) found.add(entry);
    else if (!own.some((part) => copies.test(part))) parameters.add(keyOf(own, entry));
  }
  for (const entry of tensors) {
    const own = parts.get(entry)!;
    const at = own.findIndex((part) => copies.test(part));
    if (at >= 0 && at < own.length - 1 && parameters.has(keyOf(own.slice(at + 1), entry))) found.add(entry);
  }
  return found;
}
