"""A model in Keras: built, initialized, trained and measured like the user's own script, on the backend in use."""

from __future__ import annotations

import random
from typing import Any

import numpy
import pytest
from with_keras import keras

from initlab_probe.errors import ProbeError
from initlab_probe.frameworks.base import Batch

NET = """
    import keras
    from keras import layers

    def Net(width=16):
        return keras.Sequential([
            keras.Input((8,)),
            layers.Dense(width, activation='relu', name='first'),
            layers.BatchNormalization(name='norm'),
            layers.Dropout(0.5, name='drop'),
            layers.Dense(4, name='head'),
        ])
"""

PLAIN = """
    import keras
    from keras import layers

    def Net():
        return keras.Sequential([
            keras.Input((8,)),
            layers.Dense(16, activation='relu', name='first', bias_initializer='random_normal'),
            layers.Dense(12, activation='tanh', name='second'),
            layers.Dense(4, name='head'),
        ])
"""


def _array(value: Any) -> Any:
    return keras.ops.convert_to_numpy(value)


def _weights(model: Any) -> list[Any]:
    return [_array(one.value).copy() for one in model.variables]


def test_as_written_is_the_users_script_to_the_bit(project: Any) -> None:
    project.write('model.py', NET)
    changes = {'training': {'batchSize': 8, 'steps': 3}, 'optimizer': {'kind': 'sgd', 'learningRate': 0.1}}
    model, batches = project.build(7, **changes)
    from model import Net  # type: ignore[import-not-found]

    keras.utils.set_random_seed(7)
    own = Net()
    for name, (one, two) in enumerate(zip(_weights(own), _weights(model.model))):
        assert numpy.array_equal(one, two), name
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    own.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss, metrics=['accuracy'])
    x, y = batches.probe_batch().x, batches.probe_batch().y
    costs = []
    for step in range(8):
        rows = slice(8 * (step % 4), 8 * (step % 4) + 8)
        costs.append([float(one) for one in own.train_on_batch(x[rows], y[rows])])
        own.reset_metrics()
    model, batches = project.build(7, **changes)
    for cost, right in costs:
        # Snapshots in between change nothing: dropout goes on with the same masks.
        model.snapshot(batches.probe_batch())
        assert model.train_step(batches.next()) == pytest.approx(cost, rel=1e-5)
        assert model.accuracy() == pytest.approx(right)
    for one, two in zip(_weights(own)[:-1], _weights(model.model)):
        assert two == pytest.approx(one, rel=1e-4, abs=1e-6)


def test_a_snapshot_leaves_all_as_found(project: Any) -> None:
    project.write('model.py', NET)
    model, batches = project.build(optimizer={'kind': 'adam', 'learningRate': 0.01})
    model.train_step(batches.next())
    before, state = _weights(model.model), (random.getstate(), numpy.random.get_state()[1].tolist())
    first = model.snapshot(batches.probe_batch())
    assert all(numpy.array_equal(one, two) for one, two in zip(before, _weights(model.model)))
    assert state == (random.getstate(), numpy.random.get_state()[1].tolist())
    assert all('call' not in vars(layer) for layer in model.model.layers)
    # The same dropout masks, and the same next step of the optimizer.
    second = model.snapshot(batches.probe_batch())
    assert first.loss == second.loss
    assert [one.update_ratio for one in first.parameters] == [one.update_ratio for one in second.parameters]


def test_layers_are_as_before_after_an_error(project: Any) -> None:
    source = """
        import keras

        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.first = keras.layers.Dense(8)

            def call(self, x, training=False):
                y = self.first(x)
                if training:
                    raise ValueError('no training')
                return y
    """
    project.write('model.py', source)
    model, batches = project.build()
    with pytest.raises(ProbeError, match=r'failed at model.py:12: ValueError'):
        model.snapshot(batches.probe_batch())
    assert all('call' not in vars(layer) for layer in model.model.layers)
    with pytest.raises(ProbeError, match=r'failed at model.py:12: ValueError'):
        model.train_step(batches.next())


def test_statistics_agree_with_formulas(project: Any) -> None:
    project.write('model.py', PLAIN)
    model, batches = project.build(optimizer={'kind': 'sgd', 'learningRate': 0.5})
    taken = model.snapshot(batches.probe_batch())
    x, y = (numpy.asarray(one) for one in (batches.probe_batch().x, batches.probe_batch().y))
    w1, b1, w2, b2, w3, b3 = (one.astype('float64') for one in _weights(model.model)[:6])
    first = numpy.maximum(x @ w1 + b1, 0)
    second = numpy.tanh(first @ w2 + b2)
    out = second @ w3 + b3
    shifted = numpy.exp(out - out.max(1, keepdims=True))
    shares = shifted / shifted.sum(1, keepdims=True)
    cost = -numpy.log(shares[numpy.arange(len(y)), y]).mean()
    at_out = (shares - numpy.eye(4)[y]) / len(y)
    at_second = at_out @ w3.T
    at_first = (at_second * (1 - second**2)) @ w2.T
    assert [(call.path, call.kind, call.activation) for call in taken.calls] == [
        ('first', 'Dense', 'relu'),
        ('second', 'Dense', 'tanh'),
        ('head', 'Dense', None),
    ]
    for call, value, gradient in zip(taken.calls, [first, second, out], [at_first, at_second, at_out]):
        assert call.forward.mean == pytest.approx(value.mean(), rel=1e-4, abs=1e-7)
        assert call.forward.variance == pytest.approx(value.var(), rel=1e-5)
        assert call.forward.mean_abs == pytest.approx(abs(value).mean(), rel=1e-5)
        assert sum(call.forward.histogram.counts) == call.forward.count == value.size
        assert call.backward.variance == pytest.approx(gradient.var(), rel=1e-4)
    relu, tanh = taken.calls[0], taken.calls[1]
    assert (relu.units, relu.rows, relu.dead) == (16, 32, int((first == 0).all(0).sum()))
    assert relu.forward.zeros == pytest.approx((first == 0).mean())
    assert tanh.saturated == pytest.approx((abs(second) >= 0.98).mean())
    assert taken.loss == pytest.approx(cost, rel=1e-6)
    head = next(one for one in taken.parameters if one.path == 'head.kernel')
    gradient = second.T @ at_out
    assert head.gradient_norm == pytest.approx(numpy.linalg.norm(gradient), rel=1e-4)
    assert head.update_ratio == pytest.approx(0.5 * numpy.linalg.norm(gradient) / numpy.linalg.norm(w3), rel=1e-3)


def test_functions_between_layers_are_calls(project: Any) -> None:
    source = """
        import keras
        from keras import layers, ops

        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.first = layers.Dense(8, name='first')
                self.inner = keras.Sequential([layers.Dense(8, name='deep'), layers.ReLU(name='bend')], name='inner')

            def call(self, x):
                x = ops.relu(self.first(x))
                return keras.activations.softmax(self.inner(self.inner(x)))
    """
    project.write('model.py', source)
    model, batches = project.build()
    taken = model.snapshot(batches.probe_batch())
    found = [(call.path, call.kind, call.call, call.activation) for call in taken.calls]
    assert found == [
        ('first', 'Dense', 0, None),
        ('', 'relu', 0, 'relu'),
        ('inner.deep', 'Dense', 0, None),
        ('inner.bend', 'ReLU', 0, 'relu'),
        ('inner.deep', 'Dense', 1, None),
        ('inner.bend', 'ReLU', 1, 'relu'),
    ]
    assert all(call.backward is not None and call.backward.variance > 0 for call in taken.calls)
    assert any('from probabilities' in note for note in taken.notes)


def test_layers_have_the_same_names_in_every_trial(project: Any) -> None:
    source = 'import keras\ndef Net():\n    return keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(4)])\n'
    project.write('model.py', source)
    experiment = project.experiment()
    from initlab_probe.data import DataSource
    from initlab_probe.frameworks.registry import framework_of

    framework = framework_of(experiment)
    batch = DataSource(experiment, framework).batches(0).probe_batch()
    first, second = (framework.build(experiment, seed, batch) for seed in (0, 1))
    assert [one.path for one in first.modules] == [one.path for one in second.modules]
    # What is built by its first call draws from the same stream.
    again = framework.build(experiment, 0, batch)
    assert all(numpy.array_equal(one, two) for one, two in zip(_weights(first.model), _weights(again.model)))
    assert not all(numpy.array_equal(one, two) for one, two in zip(_weights(first.model), _weights(second.model)))
    keras.utils.set_random_seed(0)
    from model import Net  # type: ignore[import-not-found]

    own = Net()
    own(batch.x)
    assert all(numpy.array_equal(one, two) for one, two in zip(_weights(own), _weights(first.model)))


@pytest.mark.parametrize('loss', ['categoricalCrossEntropy', 'binaryCrossEntropy', 'meanSquaredError'])
@pytest.mark.parametrize('bent', [False, True])
def test_losses_are_those_of_keras(project: Any, loss: str, bent: bool) -> None:
    last = {'categoricalCrossEntropy': 'softmax', 'binaryCrossEntropy': 'sigmoid'}.get(loss, 'tanh')
    units = 4 if loss == 'categoricalCrossEntropy' else 1
    activation = f", activation='{last}'" if bent else ''
    project.write(
        'model.py',
        f'import keras\ndef Net():\n    return keras.Sequential([keras.Input((8,)), keras.layers.Dense({units}'
        f"{activation}, kernel_regularizer='l2')])\n",
    )
    y = {'classes': 4} if units == 4 else {'classes': 2}
    model, batches = project.build(loss=loss, data={'random': {'x': {'shape': [32, 8]}, 'y': y}})
    taken = model.snapshot(batches.probe_batch())
    out = model.model(batches.probe_batch().x)
    own: Any = {
        'categoricalCrossEntropy': lambda y: keras.losses.SparseCategoricalCrossentropy(from_logits=not bent)(y, out),
        'binaryCrossEntropy': lambda y: keras.losses.BinaryCrossentropy(from_logits=not bent)(y[:, None], out),
        'meanSquaredError': lambda y: keras.losses.MeanSquaredError()(y[:, None], out),
    }[loss]
    expected = float(own(batches.probe_batch().y)) + float(model.model.losses[0])
    assert taken.loss == pytest.approx(expected, rel=1e-6)
    if loss != 'meanSquaredError':
        assert any(f'from {"probabilities" if bent else "logits"}' in note for note in taken.notes)
    assert any('regularizers' in note for note in taken.notes)


OWN = """
    import keras
    from keras import ops

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.first = keras.layers.Dense(4)

        def call(self, x):
            if isinstance(x, dict):
                return {'loss': ops.mean(ops.square(self.first(x['x']))), 'logits': self.first(x['x'])}
            return self.first(x)

    def loss(output, y):
        return ops.mean(ops.square(output))

    def step(model, batch):
        return ops.mean(ops.square(model(batch[0], training=True)))

    def optimizer(model):
        return keras.optimizers.SGD(0.5, momentum=0.9)

    def step_that_looks(model, batch):
        cost = ops.mean(ops.square(model(batch[0], training=True)))
        return cost if float(cost) > 0 else -cost
"""


@pytest.mark.parametrize(
    'changes',
    [
        {'loss': 'model.py:loss'},
        {'step': 'model.py:step'},
        {'step': 'model.py:step_that_looks'},
        {'loss': 'model', 'data': {'random': {'x': {'x': {'shape': [32, 8]}}, 'y': {'classes': 4}}}},
    ],
    ids=['loss', 'step', 'step that looks', 'model'],
)
def test_the_users_own_loss_step_and_optimizer(project: Any, changes: dict[str, Any]) -> None:
    if changes.get('step') == 'model.py:step_that_looks' and keras.backend.backend() == 'jax':
        pytest.skip('JAX differentiates no code that looks at numbers.')
    project.write('model.py', OWN)
    model, batches = project.build(optimizer='model.py:optimizer', **changes)
    x = batches.probe_batch().x
    x = x['x'] if isinstance(x, dict) else x
    weights = [one.astype('float64') for one in _weights(model.model)[:2]]
    speed = [numpy.zeros_like(one) for one in weights]
    for _ in range(3):
        out = x @ weights[0] + weights[1]
        at_out = 2 * out / out.size
        gradients = [x.T @ at_out, at_out.sum(0)]
        speed = [0.9 * v - 0.5 * g for v, g in zip(speed, gradients)]
        ratio = numpy.linalg.norm(speed[0]) / numpy.linalg.norm(weights[0])
        taken = model.snapshot(batches.probe_batch())
        assert taken.parameters[0].update_ratio == pytest.approx(ratio, rel=1e-4)
        assert taken.loss == pytest.approx((out**2).mean(), rel=1e-5)
        assert model.train_step(batches.next()) == pytest.approx((out**2).mean(), rel=1e-5)
        weights = [w + v for w, v in zip(weights, speed)]


def test_targets_beyond_the_classes_are_an_error(project: Any) -> None:
    project.write('model.py', PLAIN)
    with pytest.raises(ProbeError, match=r'expected targets from 0 to 3 for 4 outputs'):
        project.build(data={'random': {'x': {'shape': [32, 8]}, 'y': {'classes': 9}}})
    model, batches = project.build()
    batch = batches.next()
    with pytest.raises(ProbeError, match=r'expected targets from 0 to 3 for 4 outputs, got 7'):
        model.train_step(Batch(batch.x, numpy.full(32, 7), None))
