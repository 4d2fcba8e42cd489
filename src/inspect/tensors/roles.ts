import { isFloat } from '../values/dtypes';
import { optimizerTensors } from './optimizerState';
import { kindOfName, variableOf } from '../keras/kerasVariables';
import { longestName, ownerOf } from './owner';
import type { TensorRole } from './report';
import type { TensorEntry } from '../files/tensorFile';

const buffer =
  /running_(mean|var)$|moving_(mean|var\w*)$|num_batches_tracked|position_ids|inv_freq|(^|\.)(mask|\w+_mask|\w*seed\w*)$/i;
/** Parts of a checkpoint that are no network: of Lightning, schedulers, scalers of mixed precision. */
const bookkeeping = /^(callbacks?|loops|lr_schedulers?|schedulers?|scaler|amp|rng_states?|hyper_parameters|metrics?)$/i;
const embeddingModule =
  /^(emb|embs|\w*embed|\w*embedd\w*|\w*embeds|\w*_emb|emb_\w+|wte|wpe|lookup|shared|tok|toks|tokens?|\w*_tokens?|vocab\w*|pos|position\w*|\w*_pos|pos_\w+|relative_attention_bias|(?:\w*_)?(codebook|lookup_table|word_vectors))\d*$/i;
const embeddingTensor =
  /(^|[._])(\w*embed(ding)?s?(_\w+)?|\w*emb\d*|pos(ition)?al?_\w+|rel_pos\w*|\w*_?tokens?|wte|wpe|query_pos|\w*position_bias\w*)$/i;
const bias = /(^|[._])(bias|biases|beta|intercepts?)(_\w+)?$|_bias\d*$/i;
/** Of one side: a matrix may have such a name too. */
const shortBias = /(^|[._])b([_-]?\w{0,3}\d*|_\w+)$/i;
const notBias = /bias_(table|index|mask)\w*$/i;
const scale = /(^|[._])(gamma|scale|alpha|g|weight_g|original0)$/i;
const adapter = /(^|[._])(lora|ia3|adalora|loha|lokr|hada)_?[a-z\d]*([._]|$)|_(lora|kernel)_[ab]$/i;
/** Names that a matrix of a layer alone has. */
const kernelName =
  /^((recurrent_|depthwise_|pointwise_|input_|hidden_)?kernels?(_\d+)?|weight_(ih|hh|hr)_l\d+(_reverse)?|(in|q|k|v|out)_proj_weight|weight_(orig|v|raw)|coefs?_?\d*|theta_?\d*)$/i;
const numberedKernel =
  /^(w|weights?|kernel)_?\d*$|^(w|weights?)_?[a-z]{1,8}\d*$|^\w+_(weight|weights|kernel|w)\d*$|^\w+_w_?\d*$/i;
/** Modules whose `weight` multiplies their input, with or without a bias beside it. */
const linearModule =
  /^(\d+|fc\w*|lin\w*|dense\w*|\w*proj\w*|\w*head|\w*logits|classifier\w*|\w*out(put)?\d*|q|k|v|qkv|to_\w+|query|key|values?|query_key_value|c_\w+|w_?[a-z\d]{0,3}|gate\w*|up|down\w*|mlp\w*|ff\w*|dec\w*|enc\w*|conv\w*|\w*_conv\w*|downsample|l\d+|layer_?\d*|i2h|h2h|h2o|in|hidden\w*|input|net\d*|[a-h]|final\w*|score|predict\w*|regress\w*|attn|attention)$/i;

/** Sides longer than 1. */
const sidesOf = ({ shape }: TensorEntry): number => shape.filter((side) => side > 1).length;

/** What the file itself says of a variable of a Keras layer. */
function bySaid({ name, layer, shape }: TensorEntry): TensorRole | undefined {
  // `layers.dense_1.vars.0`: the folder has the name of the class.
  const numbered = /(?:^|\.)([^.]+)\.vars\.(\d+)$/.exec(name);
  const kind = numbered ? kindOfName(numbered[1]) : undefined;
  const variable = layer?.variable ?? (kind === undefined ? undefined : variableOf({ kind }, Number(numbered![2])));
  if (variable === undefined) return undefined;
  if (/(^|_)kernel$/.test(variable)) return shape.length >= 2 ? 'kernel' : 'other';
  if (/embeddings$/.test(variable)) return 'embedding';
  if (variable === 'bias' || variable === 'beta') return 'bias';
  if (variable === 'gamma' || variable === 'scale' || variable === 'alpha') return 'scale';
  if (/^(moving_|mean$|variance$|count$)/.test(variable)) return 'other';
  return undefined;
}

/** A variable that Keras has numbered and whose layer is not known: the kernel is followed by a bias of its units. */
function byNumber(entry: TensorEntry, find: (name: string) => TensorEntry | undefined): TensorRole | undefined {
  const at = /^(.*\.vars\.)(\d+)$/.exec(entry.name);
  if (!at) return undefined;
  const units = entry.shape.at(-1);
  if (at[2] === '0' && entry.shape.length >= 2) {
    const next = find(`${at[1]}1`);
    return next?.shape.length === 1 && next.shape[0] === units && find(`${at[1]}2`) === undefined ? 'kernel' : 'matrix';
  }
  if (at[2] !== '1' || sidesOf(entry) > 1) return entry.shape.length >= 2 ? 'matrix' : 'other';
  const before = find(`${at[1]}0`);
  return before !== undefined && before.shape.length >= 2 && before.shape.at(-1) === units ? 'bias' : 'other';
}

/** Whether a matrix `weight` of PyTorch is one that multiplies; an embedding has the same name. */
function weightRole(entry: TensorEntry, module: string, hasBias: boolean): TensorRole {
  if (hasBias) return 'kernel';
  if (embeddingModule.test(module)) return 'embedding';
  return sidesOf(entry) >= 4 || entry.shape.length >= 4 || linearModule.test(module) || module === ''
    ? 'kernel'
    : 'matrix';
}

function roleOf(
  entry: TensorEntry,
  hasBias: (entry: TensorEntry) => boolean,
  find: (name: string) => TensorEntry | undefined,
): TensorRole {
  const { name, shape, dtype } = entry;
  if (name.length > longestName) return isFloat(dtype) && shape.length >= 2 ? 'matrix' : 'other';
  const parts = name.split('.');
  const last = parts.at(-1)!;
  if (!isFloat(dtype) || buffer.test(name) || parts.slice(0, -1).some((part) => bookkeeping.test(part))) return 'other';
  if (adapter.test(name)) return shape.length >= 2 ? 'matrix' : 'other';
  const said = bySaid(entry) ?? byNumber(entry, find);
  if (said) return said;
  const sides = sidesOf(entry);
  if (shape.length === 0) return 'other';
  if ((bias.test(name) || (sides <= 1 && shortBias.test(name))) && !notBias.test(name)) return 'bias';
  if (shape.length === 1) return scale.test(name) || /weights?$/.test(last) ? 'scale' : 'other';
  if (scale.test(name)) return sides <= 1 ? 'scale' : 'matrix';
  if (/^weights?$/.test(last)) {
    // A norm or a gate of one number a channel, in more dimensions than it needs.
    if (sides <= 1 && shape.length > 2) return 'scale';
    return weightRole(entry, parts.at(-2) ?? '', hasBias(entry));
  }
  if (embeddingTensor.test(last)) return 'embedding';
  return kernelName.test(last) || numberedKernel.test(last) || hasBias(entry) ? 'kernel' : 'matrix';
}

/**
 * What every tensor of a file is to a network: by what the file says of its layer, its name, its shape, and the tensors
 * beside it.
 */
export function rolesOf(tensors: readonly TensorEntry[]): TensorRole[] {
  const state = optimizerTensors(tensors.filter(({ name }) => name.length <= longestName));
  const byName = new Map(tensors.map((entry) => [entry.name, entry]));
  // Biases by their owners: one with as many numbers as a side of the matrix makes it a kernel.
  const biases = new Map<string, number[]>();
  for (const entry of tensors) {
    if (
      state.has(entry) ||
      entry.name.length > longestName ||
      sidesOf(entry) > 1 ||
      !(bias.test(entry.name) || shortBias.test(entry.name) || /\.vars\.\d+$/.test(entry.name))
    )
      continue;
    const owner = ownerOf(entry.name);
    const counts = biases.get(owner);
    if (counts) counts.push(entry.count);
    else biases.set(owner, [entry.count]);
  }
  const hasBias = ({ name, shape }: TensorEntry): boolean =>
    (biases.get(ownerOf(name)) ?? []).some((count) => shape.includes(count) || shape[0] * shape[1] === count);
  return tensors.map((entry) => (state.has(entry) ? 'optimizer' : roleOf(entry, hasBias, (name) => byName.get(name))));
}
