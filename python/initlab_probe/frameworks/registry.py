"""Finds the framework that a model is written in."""

from __future__ import annotations

import sys

from ..errors import ProbeError, user_code
from ..request import Experiment
from ..target import load, place_of
from .base import Framework


def framework_of(experiment: Experiment) -> Framework:
    """
    The framework of the experiment's model, by what its file imports.

    Raises a ProbeError with the user's file and line, also where no framework is installed.
    """
    target = load(experiment.model, experiment.directory)
    if 'torch' not in sys.modules:
        try:
            import torch  # noqa: F401
        except ImportError as error:
            raise ProbeError(
                f'{experiment.model} uses no framework that is supported, and PyTorch is not installed in '
                f'{sys.executable}: {error}',
                *place_of(target),
            ) from error
    with user_code('Loading PyTorch'):
        from .torch_framework.framework import TorchFramework
    return TorchFramework(experiment.device)
