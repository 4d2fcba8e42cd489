import { describe, expect, it } from 'vitest';
import { fansOfPlaced, placeTensors } from '../../../src/inspect/tensors/layout';
import { ownerOf } from '../../../src/inspect/tensors/owner';
import type { FileFormat, LayerSaid, TensorEntry } from '../../../src/inspect/files/tensorFile';

const entry = (name: string, shape: number[], layer?: LayerSaid): TensorEntry => ({
  name,
  shape,
  dtype: 'f32',
  count: shape.reduce((a, b) => a * b, 1),
  bytes: 0,
  ...(layer ? { layer } : {}),
});
const rolesOf = (format: FileFormat, tensors: Record<string, number[]>): Record<string, string> =>
  Object.fromEntries(
    placeTensors(
      Object.entries(tensors).map(([name, shape]) => entry(name, shape)),
      format,
      {},
    ).map(({ entry: { name }, role }) => [name, role]),
  );

describe('roles', () => {
  it('a matrix is a kernel where its name or its bias says so, and nothing is said of others', () => {
    expect(
      rolesOf('pytorch', {
        'emb.weight': [30, 16],
        'tok.weight': [9, 4],
        'shared.weight': [9, 4],
        'user.weight': [50, 8],
        'relative_attention_bias.weight': [32, 8],
        'fc1.weight': [16, 16],
        'fc1.bias': [16],
        'lm_head.weight': [30, 16],
        'x.weight': [7, 5],
        'x.bias': [7],
        'conv.weight': [8, 3, 3, 3],
        pos_embed: [1, 17, 64],
        cls_token: [1, 1, 64],
        'norm.weight': [1, 64, 1, 1],
        'attn.relative_position_bias_table': [49, 4],
        'lora_A.weight': [8, 64],
        'lora_B.weight': [64, 8],
      }),
    ).toEqual({
      'emb.weight': 'embedding',
      'tok.weight': 'embedding',
      'shared.weight': 'embedding',
      'user.weight': 'matrix',
      'relative_attention_bias.weight': 'embedding',
      'fc1.weight': 'kernel',
      'fc1.bias': 'bias',
      'lm_head.weight': 'kernel',
      'x.weight': 'kernel',
      'x.bias': 'bias',
      'conv.weight': 'kernel',
      pos_embed: 'embedding',
      cls_token: 'embedding',
      'norm.weight': 'scale',
      'attn.relative_position_bias_table': expect.stringMatching(/embedding|matrix/),
      'lora_A.weight': 'matrix',
      'lora_B.weight': 'matrix',
    });
  });

  it('biases have any number of sides', () => {
    expect(
      Object.values(
        rolesOf('hdf5', {
          'mha.query.kernel': [12, 4, 8],
          'mha.query.bias': [4, 8],
          'gru.gru_cell.kernel': [8, 24],
          'gru.gru_cell.recurrent_kernel': [8, 24],
          'gru.gru_cell.bias': [2, 24],
        }),
      ),
    ).toEqual(['kernel', 'bias', 'kernel', 'kernel', 'bias']);
    expect(Object.values(rolesOf('npz', { W1: [20, 12], b1: [20, 1], W2: [15, 20], b2: [1, 15] }))).toEqual([
      'kernel',
      'bias',
      'kernel',
      'bias',
    ]);
    expect(Object.values(rolesOf('npz', { coefs_0: [12, 20], intercepts_0: [20] }))).toEqual(['kernel', 'bias']);
  });

  it.each([
    'optimizer_states.0.state.0.square_avg',
    'optimizer_states.0.state.0.acc_delta',
    'opt_state.0.mu.dense.kernel',
    'optim_G.state.3.sum',
    'state.0.square_avg',
    'state.0.d',
    'state.0.old_dirs.3',
    'optimizer_state_dict.state.0.exp_avg_sq_row',
    'optimizer.vars.4',
    'optimizer_weights.rmsprop.dense.kernel',
    'g_optimizer.state.0.prev_flat_grad',
    'optimizers.0.state.1.momentum_buffer',
  ])('%s is of an optimizer', (name) => {
    expect(rolesOf('pytorch', { [name]: [20, 12], 'net.0.weight': [20, 12] })).toEqual({
      [name]: 'optimizer',
      'net.0.weight': 'kernel',
    });
  });

  it('copies of all parameters are of an optimizer, modules with such names are none', () => {
    expect(
      rolesOf('npz', {
        'params.Dense_0.kernel': [4, 8],
        '1.mu.params.Dense_0.kernel': [4, 8],
        '1.nu.Dense_0.kernel': [4, 8],
      }),
    ).toMatchObject({
      '1.mu.params.Dense_0.kernel': 'optimizer',
      '1.nu.Dense_0.kernel': 'optimizer',
      'params.Dense_0.kernel': 'kernel',
    });
    expect(rolesOf('pytorch', { 'mu.weight': [4, 8], 'mu.bias': [4], 'state.0.weight': [4, 8] })).toEqual({
      'mu.weight': 'kernel',
      'mu.bias': 'bias',
      'state.0.weight': 'kernel',
    });
  });

  it('the class of a Keras layer is believed', () => {
    const said = (kind: string, variable: string, shape: number[]) =>
      placeTensors([entry('layers.x.vars.0', shape, { kind, variable })], 'keras', {})[0].role;
    expect([
      said('Dense', 'kernel', [3, 4]),
      said('Embedding', 'embeddings', [3, 4]),
      said('GRUCell', 'bias', [2, 9]),
      said('BatchNormalization', 'gamma', [4]),
    ]).toEqual(['kernel', 'embedding', 'bias', 'scale']);
    expect(
      rolesOf('keras', {
        'layers.embedding.vars.0': [30, 8],
        'layers.my_own.vars.0': [30, 8],
        'layers.dense.vars.0': [8, 4],
        'layers.dense.vars.1': [4],
      }),
    ).toEqual({
      'layers.embedding.vars.0': 'embedding',
      'layers.my_own.vars.0': 'matrix',
      'layers.dense.vars.0': 'kernel',
      'layers.dense.vars.1': 'bias',
    });
  });
});

describe('fans', () => {
  const fans = (format: FileFormat, tensors: Record<string, number[]>) =>
    placeTensors(
      Object.entries(tensors).map(([name, shape]) => entry(name, shape)),
      format,
      {},
    )
      .filter(({ role }) => role === 'kernel')
      .map((one) => fansOfPlaced(one, one.layout!));

  it('of attention kernels are those of the matrix that they are', () => {
    // keras.layers.MultiHeadAttention(4, 8) over 12 inputs: 12 → 4 × 8, and 4 × 8 → 12.
    const expected = [
      { fanIn: 12, fanOut: 32 },
      { fanIn: 32, fanOut: 12 },
    ];
    expect(
      fans('hdf5', {
        'mha.query.kernel': [12, 4, 8],
        'mha.query.bias': [4, 8],
        'mha.attention_output.kernel': [4, 8, 12],
        'mha.attention_output.bias': [12],
      }),
    ).toEqual(expected);
    expect(
      fans('npz', {
        'params.SelfAttention_0.query.kernel': [12, 4, 8],
        'params.SelfAttention_0.out.kernel': [4, 8, 12],
      }),
    ).toEqual(expected);
  });

  it('of convolutions have their field in them, in either order', () => {
    expect(fans('keras', { 'layers.conv1d.vars.0': [5, 12, 32], 'layers.conv1d.vars.1': [32] })).toEqual([
      { fanIn: 60, fanOut: 160 },
    ]);
    expect(fans('pytorch', { 'conv.weight': [32, 12, 5], 'conv.bias': [32] })).toEqual([{ fanIn: 60, fanOut: 160 }]);
  });
});

it('kernel and bias have one owner', () => {
  for (const [kernel, bias] of [
    ['W1', 'b1'],
    ['a.weight', 'a.bias'],
    ['fc1_weight', 'fc1_bias'],
    ['coefs_0', 'intercepts_0'],
    ['W_hidden', 'b_hidden'],
    ['Wh', 'bh'],
    ['x.weight_ih_l0', 'x.bias_ih_l0'],
    ['w', 'b'],
    ['a.in_proj_weight', 'a.in_proj_bias'],
    ['weights_2', 'biases_2'],
  ]) {
    expect([kernel, ownerOf(kernel)]).toEqual([kernel, ownerOf(bias)]);
  }
  expect(ownerOf('W1')).not.toBe(ownerOf('b2'));
});

it('names of any length cost no more than their length', () => {
  // Each of these takes quadratic patterns some 10¹¹ steps: the test would not end.
  for (const part of ['_bias', '_emb', '.weight_', 'w_', '_optimizer', '_lora_', 'a.']) {
    const name = `${part.repeat(400_000)}-`;
    expect(placeTensors([entry(name, [3, 4])], 'pytorch', {})[0].role).toBe('matrix');
  }
});
