"""Each fault of a Keras model is found and said in words, with the user's file and line; its twin has no finding."""

from __future__ import annotations

from typing import Any

import pytest
import with_keras  # noqa: F401
from faults import Fault

from initlab_probe.check import check

_HEAD = """
    import copy
    import keras
    from keras import layers, ops
"""

FAULTS = [
    Fault(
        'one initializer object for two layers',
        'identicalSiblings',
        'warning',
        'An initializer object of Keras gives the same numbers',
        _HEAD
        + """
    def Net(fault):
        draw = keras.initializers.HeNormal()
        return keras.Sequential([
            keras.Input((8,)),
            layers.Dense(8, activation='tanh', kernel_initializer=draw if fault else 'he_normal'),
            layers.Dense(8, activation='tanh', kernel_initializer=draw if fault else 'he_normal'),
            layers.Dense(4),
        ])
    """,
    ),
    Fault(
        'one seed for two layers',
        'identicalSiblings',
        'warning',
        'start with the same random weights',
        _HEAD
        + """
    def Net(fault):
        def dense(seed):
            draw = keras.initializers.GlorotUniform(seed=1 if fault else seed)
            return layers.Dense(16, activation='tanh', kernel_initializer=draw)
        return keras.Sequential([keras.Input((16,)), dense(2), dense(3), layers.Dense(4)])
    """,
        {'data': {'random': {'x': {'shape': [32, 16]}, 'y': {'classes': 4}}}},
    ),
    Fault(
        'layers by deepcopy',
        'identicalSiblings',
        'warning',
        'in place of copy.deepcopy',
        _HEAD
        + """
    class Net(keras.Model):
        def __init__(self, fault):
            super().__init__()
            layer = layers.Dense(8)
            layer.build((None, 8))
            self.blocks = [copy.deepcopy(layer) if fault else layers.Dense(8) for _ in range(3)]
            self.head = layers.Dense(4)

        def call(self, x):
            for block in self.blocks:
                x = x + ops.tanh(block(x))
            return self.head(x)
    """,
    ),
    Fault(
        'large negative biases before ReLU',
        'dead',
        'error',
        'are dead',
        _HEAD
        + """
    def Net(fault):
        bias = keras.initializers.Constant(-10.0 if fault else 0.0)
        return keras.Sequential([
            keras.Input((8,)), layers.Dense(64, activation='relu', bias_initializer=bias), layers.Dense(4)])
    """,
    ),
    Fault(
        'a stack of saturated sigmoids',
        'saturated',
        'warning',
        'are saturated at the start',
        _HEAD
        + """
    def Net(fault):
        draw = 'glorot_normal' if not fault else None
        return keras.Sequential([keras.Input((8,)), *[
            layers.Dense(64, activation='sigmoid',
                         kernel_initializer=draw or keras.initializers.RandomNormal(stddev=5.0))
            for _ in range(3)], layers.Dense(4)])
    """,
    ),
    Fault(
        'logits without a scale',
        'lossAtStart',
        'warning',
        'guessing among 128 classes',
        _HEAD
        + """
    def Net(fault):
        wide = keras.initializers.RandomNormal(stddev=1.0)
        return keras.Sequential([
            keras.Input((8, 128)), layers.LayerNormalization(),
            layers.Dense(128, kernel_initializer=wide if fault else 'glorot_uniform')])
    """,
        {'data': {'random': {'x': {'shape': [16, 8, 128]}, 'y': {'shape': [16, 8], 'classes': 128}}}},
    ),
    Fault(
        'the fan-in of a whole depthwise convolution',
        'wrongFan',
        'warning',
        'keras.initializers ignores groups',
        _HEAD
        + """
    def Net(fault):
        # Variance 2 / 25 is that of He for 25 inputs.
        own = keras.initializers.VarianceScaling(2.0 * 96, 'fan_in', 'untruncated_normal')
        return keras.Sequential([
            keras.Input((8, 8, 3)),
            layers.Conv2D(96, 3, padding='same', activation='relu'),
            layers.DepthwiseConv2D(5, activation='relu', depthwise_initializer='he_normal' if fault else own),
            layers.GlobalAveragePooling2D(),
            layers.Dense(4),
        ])
    """,
        {'data': {'random': {'x': {'shape': [16, 8, 8, 3]}, 'y': {'classes': 4}}}},
    ),
    Fault(
        'NaN in a moving variance',
        'nonFinite',
        'error',
        'norm.moving_variance has NaN',
        _HEAD
        + """
    def Net(fault):
        start = keras.initializers.Constant(float('nan') if fault else 1.0)
        return keras.Sequential([
            keras.Input((8,)), layers.Dense(16),
            layers.BatchNormalization(moving_variance_initializer=start, name='norm'), layers.Dense(4)])
    """,
    ),
    Fault(
        'weights that let the signal vanish',
        'signalVanishes',
        'warning',
        'over 8 layers',
        _HEAD
        + """
    def Net(fault):
        small = [keras.initializers.RandomNormal(stddev=0.05) for _ in range(8)]
        draws = small if fault else ['lecun_normal'] * 8
        return keras.Sequential([
            keras.Input((8,)),
            *[layers.Dense(64, activation='tanh', kernel_initializer=one) for one in draws[:7]],
            layers.Dense(4, kernel_initializer=draws[7])])
    """,
    ),
    Fault(
        'a learning rate for larger weights',
        'updateRatio',
        'warning',
        'The learning rate is too large',
        _HEAD
        + """
    def Net(fault):
        draw = keras.initializers.RandomNormal(stddev=1e-3) if fault else 'glorot_uniform'
        return keras.Sequential([keras.Input((8,)), layers.Dense(64, kernel_initializer=draw), layers.Dense(4)])
    """,
        {'optimizer': {'kind': 'adam', 'learningRate': 0.002}},
    ),
]


def _run(project: Any, fault: Fault, faulty: bool) -> Any:
    project.write('model.py', fault.source)
    model = {'python': 'model.py:Net', 'arguments': {'fault': faulty}}
    return check(project.experiment(model=model, random={'seeds': [0, 1]}, **fault.changes))


@pytest.mark.parametrize('fault', FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found(project: Any, fault: Fault) -> None:
    found = _run(project, fault, True).findings
    mine = [one for one in found if one.kind == fault.kind and one.severity == fault.severity]
    assert mine, [(one.kind, one.severity, one.message) for one in found]
    assert any(fault.words in one.message for one in mine), [one.message for one in mine]
    assert all(one.file is not None and one.file.endswith('model.py') and one.line for one in mine)


@pytest.mark.parametrize('fault', FAULTS, ids=lambda fault: fault.name)
def test_its_twin_has_none(project: Any, fault: Fault) -> None:
    assert [(one.kind, one.severity, one.message) for one in _run(project, fault, False).findings] == []


HEALTHY: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    'a dense network': (
        "keras.Sequential([keras.Input((8,)), *[layers.Dense(64, activation='relu', kernel_initializer='he_normal')"
        ' for _ in range(6)], layers.Dense(4)])',
        {'shape': [32, 8]},
        set(),
    ),
    'convolutions with batch norm': (
        'keras.Sequential([keras.Input((12, 12, 3)), *[one for _ in range(3) for one in (layers.Conv2D(16, 3),'
        ' layers.BatchNormalization(), layers.ReLU())], layers.Conv2DTranspose(8, 3), layers.Flatten(),'
        " layers.Dense(4, activation='softmax')])",
        {'shape': [16, 12, 12, 3]},
        set(),
    ),
    'an LSTM, told of for its packed gates': (
        'keras.Sequential([keras.Input((10,)), layers.Embedding(64, 16), layers.Bidirectional(layers.LSTM(24)),'
        ' layers.Dense(4)])',
        {'shape': [16, 10], 'tokens': 64},
        {'packedFan'},
    ),
    'attention': (
        '(lambda i: keras.Model(i, layers.Dense(4)(layers.GlobalAveragePooling1D()(layers.LayerNormalization()('
        'i + layers.MultiHeadAttention(4, 16)(i, i))))))(keras.Input((10, 64)))',
        {'shape': [16, 10, 64]},
        set(),
    ),
    # Keras counts the fans of a depthwise kernel so: true, and rescaled by the normalization behind it.
    'MobileNetV2 without weights': (
        'keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, weights=None, classes=4)',
        {'shape': [16, 32, 32, 3]},
        {'wrongFan'},
    ),
}


@pytest.mark.parametrize('name', HEALTHY)
def test_healthy_models_raise_nothing(project: Any, name: str) -> None:
    source, x, told = HEALTHY[name]
    project.write('model.py', f'import keras\nfrom keras import layers\n\ndef Net():\n    return {source}\n')
    found = check(project.experiment(data={'random': {'x': x, 'y': {'classes': 4}}})).findings
    assert [(one.kind, one.message) for one in found if one.severity != 'info'] == []
    assert {one.kind for one in found} == told, [one.message for one in found]
