"""Optimizers of a model in Keras have the meanings of `torch.optim`: the same weights after the same steps."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from with_keras import keras

torch: Any = pytest.importorskip('torch')


NET = """
    import keras

    def Net():
        return keras.Sequential([keras.Input((8,)), keras.layers.Dense(6, activation='tanh'), keras.layers.Dense(4)])
"""

WORDS = {'learningRate': 'lr', 'weightDecay': 'weight_decay', 'epsilon': 'eps'}


@pytest.mark.parametrize(
    'optimizer',
    [
        {'kind': 'sgd', 'learningRate': 0.1, 'weightDecay': 0.1},
        {'kind': 'sgd', 'learningRate': 0.1, 'momentum': 0.9, 'dampening': 0.5, 'weightDecay': 0.1},
        {'kind': 'sgd', 'learningRate': 0.1, 'momentum': 0.9, 'nesterov': True},
        {'kind': 'rmsprop', 'learningRate': 0.01, 'alpha': 0.9, 'epsilon': 1e-3, 'momentum': 0.5},
        {'kind': 'rmsprop', 'learningRate': 0.01, 'weightDecay': 0.1},
        {'kind': 'adam', 'learningRate': 0.01, 'epsilon': 1e-3, 'weightDecay': 0.1},
        {'kind': 'adamw', 'learningRate': 0.01, 'epsilon': 1e-3, 'weightDecay': 0.5},
        {'kind': 'adamw', 'learningRate': 0.01, 'beta1': 0.8, 'beta2': 0.9},
    ],
    ids=lambda one: ' '.join(f'{key}={value}' for key, value in one.items()),
)
def test_steps_are_those_of_torch(project: Any, optimizer: dict[str, Any]) -> None:
    project.write('model.py', NET)
    model, batches = project.build(optimizer=optimizer)
    values = [keras.ops.convert_to_numpy(one.value) for one in model.model.trainable_variables]
    own = torch.nn.Sequential(torch.nn.Linear(8, 6), torch.nn.Tanh(), torch.nn.Linear(6, 4)).double()
    with torch.no_grad():
        for one, value in zip(own.parameters(), values):
            one.copy_(torch.tensor(value.T))
    options = {WORDS.get(key, key): value for key, value in optimizer.items() if key != 'kind'}
    if 'beta1' in options:
        options['betas'] = (options.pop('beta1'), options.pop('beta2'))
    kind = {'sgd': 'SGD', 'rmsprop': 'RMSprop', 'adam': 'Adam', 'adamw': 'AdamW'}[optimizer['kind']]
    stepper = getattr(torch.optim, kind)(own.parameters(), **options)
    x, y = (torch.tensor(numpy.asarray(one)) for one in (batches.probe_batch().x, batches.probe_batch().y))
    for _ in range(5):
        cost = torch.nn.functional.cross_entropy(own(x.double()), y)
        stepper.zero_grad()
        cost.backward()
        stepper.step()
        assert model.train_step(batches.next()) == pytest.approx(cost.item(), rel=1e-5)
    for one, value in zip(own.parameters(), model.model.trainable_variables):
        expected = one.detach().numpy().T
        assert keras.ops.convert_to_numpy(value.value) == pytest.approx(expected, rel=1e-4, abs=1e-5)
