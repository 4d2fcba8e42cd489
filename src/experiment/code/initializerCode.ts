import type { Framework } from '../../engine/initializers/catalogue/frameworks';
import { asDrawn } from '../../engine/initializers/asDrawn';
import { matrixShape } from '../../engine/initializers/shape';
import { formulaOf } from '../text/labels';
import { jaxBody } from './jaxCode';
import { kerasBody } from './kerasCode';
import { numpyBody } from './numpyCode';
import { numpyDraws } from './numpyDraws';
import type { Snippet } from './snippet';
import { torchBody } from './torchCode';

/**
 * The law as the experiment's generator draws it, in the layout that the framework stores its kernels in: its own, of
 * NumPy that of the experiment.
 */
function writtenFor(framework: Framework, written: Snippet): Snippet {
  const snippet = written.random ? { ...written, law: asDrawn(written.law, written.random.generator) } : written;
  if (framework === 'numpy') return snippet;
  return { ...snippet, shape: { ...snippet.shape, layout: framework === 'pytorch' ? 'out-in' : 'in-out' } };
}

function numpyLines(snippet: Snippet, after: string[] = []): string[] {
  return ['import numpy as np', ...after, '', numpyDraws(snippet).seeded(snippet.seed), ...numpyBody(snippet)];
}

function torchLines(snippet: Snippet): string[] {
  const body = torchBody(snippet);
  const [rows, columns] = matrixShape(snippet.shape);
  const math = body.some((line) => line.includes('math.')) ? ['import math', ''] : [];
  // A layer or a file brings its own tensor.
  const empty =
    snippet.law.kind === 'pytorchLinear' || snippet.law.kind === 'fromFile'
      ? []
      : [`w = torch.empty(${rows}, ${columns})`];
  return [...math, 'import torch', '', `torch.manual_seed(${snippet.seed})`, ...empty, ...body];
}

function kerasLines(snippet: Snippet): string[] {
  return (
    kerasBody(snippet) ?? [...numpyLines(snippet, ['import tensorflow as tf']), 'W = tf.constant(W, dtype=tf.float32)']
  );
}

function jaxLines(snippet: Snippet): string[] {
  return (
    jaxBody(snippet) ?? [...numpyLines(snippet, ['import jax.numpy as jnp']), 'W = jnp.asarray(W, dtype=jnp.float32)']
  );
}

const writers: Record<Framework, (snippet: Snippet) => string[]> = {
  numpy: numpyLines,
  pytorch: torchLines,
  keras: kerasLines,
  jax: jaxLines,
};

/**
 * Python that makes one kernel in a framework, in the framework's own layout (NumPy: that of the shape), with every
 * parameter written out; in the framework of the generator it gives the numbers that a trial of that seed starts its
 * first layer with. `name` heads it.
 */
export function initializerCode(framework: Framework, snippet: Snippet, name: string): string {
  const laidOut = writtenFor(framework, snippet);
  const { fanIn, fanOut, layout } = laidOut.shape;
  // Only the name is free text: a line break would end the comment.
  const head = `# ${name.replaceAll(/\s+/g, ' ')}: ${formulaOf(laidOut.law).replaceAll(/\s+/g, ' ')}; n_in = ${fanIn}, n_out = ${fanOut}, stored as ${layout === 'out-in' ? '(out, in)' : '(in, out)'}`;
  return `${[head, ...writers[framework](laidOut)].join('\n')}\n`;
}
