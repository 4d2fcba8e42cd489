"""Keras for tests, on a backend that is installed; tests that import it from here are left out without it."""

from __future__ import annotations

from typing import Any

import pytest

from initlab_probe.frameworks.keras_backend import choosing_backend

with choosing_backend():
    keras: Any = pytest.importorskip('keras')
