"""The backend that Keras runs on where neither the user's code nor environment has chosen one that is installed."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

BACKENDS = ('torch', 'jax')
"""In the order in which they are tried in place of TensorFlow, which is Keras' default."""


def _configured() -> str:
    """What Keras would take: its environment variable, its settings, or its default."""
    if 'KERAS_BACKEND' in os.environ:
        return os.environ['KERAS_BACKEND']
    home = Path(os.environ.get('KERAS_HOME', Path.home() / '.keras'))
    with suppress(OSError, ValueError):
        found = json.loads((home / 'keras.json').read_text(encoding='utf-8')).get('backend')
        if isinstance(found, str):
            return found
    return 'tensorflow'


class _Chooser:
    """Looks when Keras is imported first, after the user's code has had its say."""

    def find_spec(self, name: str, *_: Any) -> None:
        if name == 'keras' and _configured() == 'tensorflow' and importlib.util.find_spec('tensorflow') is None:
            installed = [one for one in BACKENDS if importlib.util.find_spec(one) is not None]
            if installed:
                os.environ['KERAS_BACKEND'] = installed[0]


@contextmanager
def choosing_backend() -> Iterator[None]:
    """Keras, where it is imported inside, takes a backend that is there if the one it would take is not."""
    chooser: Any = _Chooser()
    sys.meta_path.insert(0, chooser)
    try:
        yield
    finally:
        sys.meta_path.remove(chooser)
