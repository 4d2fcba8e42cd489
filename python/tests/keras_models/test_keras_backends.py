"""The tests of a Keras model hold on its other backends too, each in a process of its own; how one is chosen."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from with_keras import keras

from initlab_probe.frameworks.registry import framework_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@pytest.mark.parametrize('backend', ['torch', 'jax', 'tensorflow'])
def test_models_are_the_same_on_another_backend(backend: str) -> None:
    if backend == keras.backend.backend() or importlib.util.find_spec(backend) is None:
        pytest.skip(f'{backend} is tested already or not installed.')
    command = [sys.executable, '-m', 'pytest', '-p', 'no:cacheprovider', str(HERE / 'test_keras_model.py')]
    run = subprocess.run(
        command, cwd=ROOT, env={**os.environ, 'KERAS_BACKEND': backend}, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-4000:]


@pytest.mark.parametrize(
    ('source', 'framework'),
    [
        (
            'import keras\ndef Net():\n    return keras.Sequential([keras.Input((8,)), keras.layers.Dense(4)])\n',
            'keras',
        ),
        ('from keras import layers, Sequential\ndef Net():\n    return Sequential([layers.Dense(4)])\n', 'keras'),
        ('import keras, torch\ndef Net():\n    return torch.nn.Linear(8, 4)\n', 'torch'),
        ('import keras, torch\ndef Net():\n    return keras.Sequential([keras.layers.Dense(4)])\n', 'keras'),
        ('import keras, torch\nclass Net(torch.nn.Linear):\n    pass\n', 'torch'),
        ('import keras, torch\nclass Net(keras.Model):\n    pass\n', 'keras'),
    ],
)
def test_the_framework_is_that_of_the_model(project: Any, source: str, framework: str) -> None:
    if 'torch' in source:
        pytest.importorskip('torch')
    project.write('model.py', source)
    assert framework_of(project.experiment()).name == framework


@pytest.mark.parametrize('own', ['', "os.environ.setdefault('KERAS_BACKEND', 'jax')"])
def test_a_backend_that_is_installed_is_taken(project: Any, own: str) -> None:
    if own and importlib.util.find_spec('jax') is None:
        pytest.skip('JAX is not installed.')
    source = f'import os\n{own}\nimport keras\ndef Net():\n    return keras.Sequential([keras.layers.Dense(4)])\n'
    path = project.write('model.py', source)
    command = [sys.executable, '-m', 'initlab_probe', 'check', 'model.py:Net', '--input', '32x8', '--classes', '4']
    # A Keras that has settled on TensorFlow, as its settings have it where nobody has changed them.
    environment = {key: value for key, value in os.environ.items() if key != 'KERAS_BACKEND'}
    environment.update(KERAS_HOME=str(project.directory), PYTHONPATH=str(ROOT))
    run = subprocess.run(command, cwd=path.parent, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-2000:]
    installed = [one for one in ('tensorflow', 'torch', 'jax') if importlib.util.find_spec(one) is not None]
    assert f'({"jax" if own else installed[0]})' in run.stdout
