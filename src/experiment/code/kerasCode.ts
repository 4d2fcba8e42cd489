import { gainValue } from '../../engine/initializers/gains';
import type { KernelInitializer } from '../../engine/spec/initializerSpec';
import { gainComment, keywords, scalingOf, type Snippet } from './snippet';

const distributions = { uniform: "'uniform'", normal: "'untruncated_normal'", truncated: "'truncated_normal'" };

/** Keras' own class where the parameters are those it is made for: its normal laws are truncated. */
function named(law: KernelInitializer): string | undefined {
  const scaling = scalingOf(law);
  if (!scaling || scaling.distribution === 'normal' || law.kind === 'varianceScaling' || law.kind === 'pytorchLinear')
    return undefined;
  const name = law.kind.charAt(0).toUpperCase() + law.kind.slice(1);
  const usual = law.kind.startsWith('he')
    ? { scale: 2, mode: 'fan_in' }
    : law.kind.startsWith('glorot')
      ? { scale: 1, mode: 'fan_avg' }
      : { scale: 1, mode: 'fan_in' };
  return scaling.scale === usual.scale && scaling.mode === usual.mode ? name : undefined;
}

/**
 * The initializer's class with its arguments, of which `seed` may be left out, and a comment behind; undefined for a
 * law that Keras has no class for.
 */
function kerasInitializer(law: KernelInitializer, seed?: number): { call: string; comment: string } | undefined {
  const plain = (call: string, comment = '') => ({ call, comment });
  const name = named(law);
  if (name !== undefined) return plain(`${name}(${keywords({ seed })})`);
  const scaling = scalingOf(law);
  if (scaling) {
    const { scale, mode, distribution, gain } = scaling;
    return plain(
      `VarianceScaling(${keywords({ scale: law.kind === 'pytorchLinear' ? '1 / 3' : scale, mode: `'${mode}'`, distribution: distributions[distribution], seed })})`,
      gainComment(gain),
    );
  }
  switch (law.kind) {
    case 'zeros':
      return plain('Zeros()');
    case 'ones':
      return plain('Ones()');
    case 'constant':
      return plain(`Constant(${law.value ?? 0})`);
    case 'identity':
      return plain(`Identity(gain=${law.gain ?? 1})`);
    case 'randomNormal': {
      const { mean = 0, stddev = 0.05, scale = 1 } = law;
      return plain(`RandomNormal(${keywords({ mean: mean * scale, stddev: Math.abs(stddev * scale), seed })})`);
    }
    case 'randomUniform':
      return plain(`RandomUniform(${keywords({ minval: law.min ?? -0.05, maxval: law.max ?? 0.05, seed })})`);
    case 'truncatedNormal':
      return plain(`TruncatedNormal(${keywords({ mean: law.mean ?? 0, stddev: law.stddev ?? 0.05, seed })})`);
    case 'orthogonal':
      return plain(`Orthogonal(${keywords({ gain: gainValue(law.gain ?? 1), seed })})`, gainComment(law.gain));
    default:
      return undefined;
  }
}

/** Of a layer in a model that is built after `set_random_seed`, as the experiment's generator draws it. */
function layerLines({ law, shape, seed, random }: Snippet): string[] | undefined {
  const made = kerasInitializer(law, law.seed);
  return (
    made && [
      'import os',
      '',
      `os.environ["KERAS_BACKEND"] = "${random?.backend ?? 'tensorflow'}"`,
      'import keras',
      '',
      `keras.utils.set_random_seed(${seed})`,
      `layer = keras.layers.Dense(${shape.fanOut}, kernel_initializer=keras.initializers.${made.call})${made.comment}`,
      `layer.build((None, ${shape.fanIn}))`,
      'W = keras.ops.convert_to_numpy(layer.kernel)',
    ]
  );
}

/**
 * Lines that leave the kernel, (in, out), in `W`: of the first layer of a model where the experiment draws as Keras
 * does, else of an initializer by itself; undefined for a law that Keras has no class for.
 */
export function kerasBody(snippet: Snippet): string[] | undefined {
  const { law, shape, seed, random } = snippet;
  if (random?.generator === 'keras') return layerLines(snippet);
  const made = kerasInitializer(law, seed);
  return (
    made && [
      'import tensorflow as tf',
      '',
      `initializer = tf.keras.initializers.${made.call}${made.comment}`,
      `W = initializer(shape=(${shape.fanIn}, ${shape.fanOut}))`,
    ]
  );
}
