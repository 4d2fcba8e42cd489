"""Initializers of the catalogue draw what a script with `keras.initializers` draws, to the bit."""

from __future__ import annotations

import math
from typing import Any

import numpy
import pytest
from with_keras import keras

from initlab_probe.errors import ProbeError
from initlab_probe.frameworks.keras_framework.initialization import layers as kernels

NET = """
    import keras
    from keras import layers

    def Net():
        image = keras.Input((8, 8, 2))
        inner = keras.Sequential([layers.Conv2D(6, 3, name='deep')], name='inner')
        x = inner(layers.Conv2D(4, 3, groups=2, name='conv')(image))
        x = layers.DepthwiseConv2D(3, name='depth')(x)
        x = layers.Conv2DTranspose(5, 2, name='up')(x)
        x = layers.SeparableConv2D(6, 2, name='both')(x)
        x = layers.Reshape((4, 6), name='rows')(x)
        x = x + layers.Embedding(9, 6, name='table')(keras.ops.argmax(x, axis=-1))
        x = layers.MultiHeadAttention(2, 3, name='attention')(x, x)
        x = layers.EinsumDense('abc,cde->abde', (None, 2, 3), bias_axes='de', name='einsum')(x)
        x = layers.LSTM(5, name='memory')(layers.Reshape((4, 6), name='flat')(x))
        return keras.Model(image, layers.Dense(4, name='head')(x))
"""

DATA = {'random': {'x': {'shape': [16, 8, 8, 2]}, 'y': {'classes': 4}}}
PLAIN = ['conv.kernel', 'inner.deep.kernel', 'depth.kernel', 'up.kernel', 'both.depthwise_kernel']
PLAIN += ['both.pointwise_kernel', 'einsum.kernel', 'head.kernel']

# The calls of `src/experiment/code/kerasCode.ts`.
CALLS = [
    ({'kind': 'heNormal', 'truncated': True}, 'HeNormal()'),
    ({'kind': 'heNormal'}, "VarianceScaling(scale=2, mode='fan_in', distribution='untruncated_normal')"),
    ({'kind': 'heUniform'}, 'HeUniform()'),
    ({'kind': 'heUniform', 'a': 1, 'mode': 'fanOut'}, "VarianceScaling(1, 'fan_out', 'uniform')"),
    ({'kind': 'glorotUniform'}, 'GlorotUniform()'),
    ({'kind': 'glorotNormal', 'gain': 2}, "VarianceScaling(4, 'fan_avg', 'untruncated_normal')"),
    ({'kind': 'lecunNormal', 'truncated': True}, 'LecunNormal()'),
    ({'kind': 'lecunUniform'}, 'LecunUniform()'),
    ({'kind': 'pytorchLinear'}, "VarianceScaling(1 / 3, 'fan_in', 'uniform')"),
    ({'kind': 'varianceScaling', 'scale': 0.5, 'mode': 'fanOut'}, "VarianceScaling(0.5, 'fan_out')"),
    ({'kind': 'orthogonal', 'gain': 2}, 'Orthogonal(gain=2)'),
    ({'kind': 'randomNormal', 'mean': 0.5, 'stddev': 0.1, 'scale': -2}, 'RandomNormal(mean=-1, stddev=0.2)'),
    ({'kind': 'randomUniform', 'min': -1, 'max': 2}, 'RandomUniform(-1, 2)'),
    ({'kind': 'truncatedNormal', 'mean': 0.1}, 'TruncatedNormal(0.1, 0.05)'),
    ({'kind': 'constant', 'value': 3}, 'Constant(3)'),
    ({'kind': 'zeros'}, 'Zeros()'),
    ({'kind': 'ones'}, 'Ones()'),
]


def _parameters(model: Any) -> dict[str, Any]:
    return {one.path: numpy.frombuffer(one.data, one.dtype).reshape(one.shape) for one in model.tensors()}


def _script(call: str, shape: tuple[int, ...], path: str) -> Any:
    """What a layer draws that is given this initializer; an `EinsumDense` by building one."""
    draw = eval(call, vars(keras.initializers))
    if path == 'einsum.kernel':
        layer = keras.layers.EinsumDense('abc,cde->abde', (None, 2, 3), kernel_initializer=draw)
        layer.build((None, 4, 6))
        return keras.ops.convert_to_numpy(layer.kernel)
    return keras.ops.convert_to_numpy(draw(shape, dtype='float32'))


@pytest.mark.parametrize(('law', 'call'), CALLS, ids=[call for _, call in CALLS])
def test_kernels_are_those_of_a_script(project: Any, law: dict[str, Any], call: str) -> None:
    project.write('model.py', NET)
    model, batches = project.build(3, data=DATA)
    before = _parameters(model)
    touched = model.initialize(law, batches.probe_batch())
    after = _parameters(model)
    assert touched == PLAIN
    keras.utils.set_random_seed(3)
    for path in PLAIN:
        assert numpy.array_equal(after[path], _script(call, before[path].shape, path)), path
    assert all(numpy.array_equal(before[path], after[path]) for path in before if path not in PLAIN)


def test_scope_exceptions_and_biases(project: Any) -> None:
    project.write('model.py', NET)
    model, batches = project.build(3, data=DATA)
    exceptions = {'inner.*': {'kind': 'ones'}, 'head': {'kind': 'asWritten'}}
    before = _parameters(model)
    spec = {'kind': 'zeros', 'scope': 'all', 'layers': exceptions, 'bias': {'kind': 'heUniform'}}
    touched = model.initialize(spec, batches.probe_batch())
    after = _parameters(model)
    assert {'table.embeddings', 'memory.lstm_cell.kernel', 'memory.lstm_cell.recurrent_kernel'} <= set(touched)
    assert {f'attention.{name}.kernel' for name in ('query', 'key', 'value', 'attention_output')} <= set(touched)
    assert (after['inner.deep.kernel'] == 1).all() and not after['attention.query.kernel'].any()
    assert numpy.array_equal(before['head.kernel'], after['head.kernel'])
    # The bias goes by the fans of its kernel: 3 · 3 · 4 inputs of the deep convolution.
    bound = math.sqrt(6 / 36)
    assert 0 < abs(after['inner.deep.bias']).max() <= bound
    with pytest.raises(ProbeError, match=r"no layer with a kernel matches 'nothing'. There are: conv, inner.deep"):
        model.initialize({'kind': 'asWritten', 'layers': {'nothing': {'kind': 'zeros'}}})


def test_laws_without_meaning_are_errors(project: Any) -> None:
    project.write('model.py', NET)
    model, _ = project.build(data=DATA)
    with pytest.raises(ProbeError, match=r'Keras has no initializer for sparse'):
        model.initialize({'kind': 'sparse'})
    with pytest.raises(ProbeError, match=r'identity is a law of matrices, but conv.kernel has the shape'):
        model.initialize({'kind': 'identity'})
    model.initialize({'kind': 'asWritten', 'layers': {'head': {'kind': 'zerO'}}})
    assert _parameters(model)['head.kernel'].tolist() == numpy.eye(5, 4).tolist()


def test_lsuv_gives_unit_variance_before_activations(project: Any) -> None:
    project.write(
        'model.py',
        'import keras\ndef Net():\n    return keras.Sequential([keras.Input((8,)), *[keras.layers.Dense(32,'
        " activation='tanh', bias_initializer='ones') for _ in range(3)]])\n",
    )
    model, batches = project.build()
    model.initialize({'kind': 'lsuv', 'tolerance': 0.001}, batches.probe_batch())
    x = batches.probe_batch().x.astype('float64')
    for layer in model.model.layers:
        w = keras.ops.convert_to_numpy(layer.kernel).astype('float64')
        assert (x @ w).std() == pytest.approx(1, abs=0.002)
        x = numpy.tanh(x @ w + 1)
        assert 'call' not in vars(layer)


def test_kernels_of_a_file(project: Any) -> None:
    project.write('model.py', NET)
    model, _ = project.build(data=DATA)
    values = numpy.arange(20, dtype='float32').reshape(5, 4)
    numpy.savez(project.directory / 'w.npz', **{'head.kernel': values})
    model.initialize({'kind': 'asWritten', 'layers': {'head': {'kind': 'fromFile', 'path': 'w.npz'}}})
    assert numpy.array_equal(_parameters(model)['head.kernel'], values)


def test_fans_are_those_of_keras(project: Any) -> None:
    project.write('model.py', NET)
    model, _ = project.build(data=DATA)
    own = keras.src.initializers.random_initializers.compute_fans
    known = {weight.path: weight for weight in model.weights()}
    for path in set(PLAIN) - {'einsum.kernel'}:
        assert (known[path].fan_in, known[path].fan_out) == own(known[path].shape), path
    found = {path: (one.fan_in, one.fan_out, one.true_fan_in, one.true_fan_out) for path, one in known.items()}
    assert found['conv.kernel'] == (9, 36, 9, 18)
    assert found['depth.kernel'] == (54, 9, 9, 9)
    assert found['up.kernel'] == (20, 24, 24, 20)
    einsum = found['einsum.kernel']
    assert einsum[2:] == (6, 6)
    assert einsum[:2] == ((6, 6) if kernels.TAKES_AXES else own((6, 2, 3)))
