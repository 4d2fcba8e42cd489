"""Finds the framework that a model is written in."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import sys
from pathlib import Path

from ..errors import ProbeError, user_code
from ..request import Experiment
from ..target import load, place_of, source_text, split
from .base import Framework
from .idle_threads import idle_threads_sleep
from .keras_backend import choosing_backend

_KERAS = frozenset({'keras', 'tensorflow', 'keras_hub', 'keras_nlp', 'keras_cv'})
"""Libraries of models of Keras."""
_TORCH = frozenset({'torch', 'torchvision', 'transformers', 'timm', 'lightning', 'pytorch_lightning', 'diffusers'})
"""Libraries of models of PyTorch."""


def framework_of(experiment: Experiment) -> Framework:
    """
    The framework of the experiment's model, by its class or by what its file imports.

    Raises a ProbeError with the user's file and line, also where no framework is installed.
    """
    with idle_threads_sleep():
        return _found(experiment)


def _found(experiment: Experiment) -> Framework:
    with choosing_backend():
        target = load(experiment.model, experiment.directory)
    if _is_keras(target, Path(experiment.directory) / split(experiment.model)[0]):
        with user_code('Loading Keras'):
            from .keras_framework.framework import KerasFramework
        return KerasFramework(experiment.device)
    if 'torch' not in sys.modules and importlib.util.find_spec('torch') is None:
        raise ProbeError(
            f'{experiment.model} uses no framework that is supported, and PyTorch is not installed in '
            f'{sys.executable}.',
            *place_of(target),
        )
    with user_code('Loading PyTorch'):
        from .torch_framework.framework import TorchFramework
    return TorchFramework(experiment.device)


def _is_keras(target: object, file: Path) -> bool:
    keras, torch = sys.modules.get('keras'), sys.modules.get('torch')
    if keras is None or not hasattr(keras, 'Layer'):
        return False
    kind = target if inspect.isclass(target) else type(target)
    # On the backend torch, layers of Keras are modules of PyTorch too.
    if issubclass(kind, keras.Layer):
        return True
    if torch is not None and issubclass(kind, torch.nn.Module):
        return False
    # A function: by what it names itself, else by what its file imports.
    source = _source(target)
    named = {node.id for node in ast.walk(source) if isinstance(node, ast.Name)} if source is not None else set()
    imports = _imports(ast.parse(source_text(file)))
    for candidates in ({imports[name] for name in named if name in imports}, set(imports.values())):
        if candidates & _KERAS:
            return True
        if candidates & _TORCH:
            return False
    # Neither by itself: a part of the user's own imports what it is made of.
    return torch is None or 'torch' not in {one.partition('.')[0] for one in _modules_of(target)}


def _source(target: object) -> ast.AST | None:
    try:
        return ast.parse(inspect.cleandoc('\n' + inspect.getsource(target)))  # type: ignore[arg-type]
    except (TypeError, OSError, SyntaxError):
        return None


def _imports(tree: ast.AST) -> dict[str, str]:
    """By the names that imports give: the library they come from."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                found[one.asname or one.name.partition('.')[0]] = one.name.partition('.')[0]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for one in node.names:
                found[one.asname or one.name] = node.module.partition('.')[0]
    return found


def _modules_of(target: object) -> set[str]:
    values = vars(sys.modules.get(getattr(target, '__module__', ''), object)).values()
    return {str(getattr(one, '__module__', None) or getattr(one, '__name__', '')) for one in values}
