import { snakeCase, type KerasLayer } from './kerasLayers';

/** Variables of Keras' layers in the order in which they are saved as `vars/0`, `vars/1` …. */
const variables: Readonly<Record<string, readonly string[]>> = {
  Dense: ['kernel', 'bias'],
  EinsumDense: ['kernel', 'bias'],
  Conv1D: ['kernel', 'bias'],
  Conv2D: ['kernel', 'bias'],
  Conv3D: ['kernel', 'bias'],
  Conv1DTranspose: ['kernel', 'bias'],
  Conv2DTranspose: ['kernel', 'bias'],
  Conv3DTranspose: ['kernel', 'bias'],
  DepthwiseConv1D: ['kernel', 'bias'],
  DepthwiseConv2D: ['kernel', 'bias'],
  SeparableConv1D: ['depthwise_kernel', 'pointwise_kernel', 'bias'],
  SeparableConv2D: ['depthwise_kernel', 'pointwise_kernel', 'bias'],
  SimpleRNNCell: ['kernel', 'recurrent_kernel', 'bias'],
  GRUCell: ['kernel', 'recurrent_kernel', 'bias'],
  LSTMCell: ['kernel', 'recurrent_kernel', 'bias'],
  ConvLSTMCell: ['kernel', 'recurrent_kernel', 'bias'],
  Embedding: ['embeddings'],
  ReversibleEmbedding: ['embeddings', 'reverse_embeddings'],
  PositionEmbedding: ['position_embeddings'],
  BatchNormalization: ['gamma', 'beta', 'moving_mean', 'moving_variance'],
  LayerNormalization: ['gamma', 'beta'],
  GroupNormalization: ['gamma', 'beta'],
  RMSNormalization: ['scale'],
  Normalization: ['mean', 'variance', 'count'],
  PReLU: ['alpha'],
};

const byFolder = new Map(Object.keys(variables).map((kind) => [snakeCase(kind), kind]));
/** Layers of attention and recurrence keep their numbers in layers of their own. */
const inner: Readonly<Record<string, string>> = {
  query_dense: 'EinsumDense',
  key_dense: 'EinsumDense',
  value_dense: 'EinsumDense',
  output_dense: 'EinsumDense',
  query: 'EinsumDense',
  key: 'EinsumDense',
  value: 'EinsumDense',
  attention_output: 'EinsumDense',
};

/** The class that a folder or an automatic name tells: `dense_12` is a Dense. */
export function kindOfName(name: string): string | undefined {
  const base = name.replace(/^_/, '').replace(/_\d+$/, '');
  return byFolder.get(base) ?? (Object.hasOwn(inner, base) ? inner[base] : undefined);
}

/** What the variable numbered `index` of a layer is; undefined for a class that is not known here. */
export function variableOf({ kind, hasScale, hasOffset }: KerasLayer, index: number): string | undefined {
  const all = Object.hasOwn(variables, kind) ? variables[kind] : undefined;
  return all?.filter((name) => !(name === 'gamma' && hasScale === false) && !(name === 'beta' && hasOffset === false))[
    index
  ];
}
