"""The optimizer of an experiment, with the meanings of `torch.optim`."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import torch

from ...errors import ProbeError, user_code
from ...target import load, place_of

_WORDS = {
    'learningRate': 'lr',
    'weightDecay': 'weight_decay',
    'beta1': 'beta1',
    'beta2': 'beta2',
    'epsilon': 'eps',
    'alpha': 'alpha',
    'momentum': 'momentum',
    'dampening': 'dampening',
    'nesterov': 'nesterov',
}


def make_optimizer(wanted: str | dict[str, Any] | None, model: torch.nn.Module, directory: str) -> Any:
    """The optimizer; None where the experiment has none."""
    if wanted is None:
        return None
    if isinstance(wanted, str):
        function = load(wanted, directory)
        if not callable(function):
            raise ProbeError(f'{wanted}: expected a function, got {type(function).__name__}.', *place_of(function))
        with user_code(f'{wanted}()'):
            found = function(model.parameters())
        if not hasattr(found, 'step') or not hasattr(found, 'zero_grad'):
            raise ProbeError(f'{wanted}: expected an optimizer, got {type(found).__name__}.', *place_of(function))
        return found
    options = {_WORDS[key]: value for key, value in wanted.items() if key in _WORDS}
    if wanted['kind'] in ('adam', 'adamw'):
        options['betas'] = (options.pop('beta1', 0.9), options.pop('beta2', 0.999))
    kind = {
        'sgd': torch.optim.SGD,
        'rmsprop': torch.optim.RMSprop,
        'adam': torch.optim.Adam,
        'adamw': torch.optim.AdamW,
    }
    parameters = [one for one in model.parameters() if one.requires_grad]
    try:
        return kind[wanted['kind']](parameters, **options)
    except (TypeError, ValueError) as error:
        raise ProbeError(f'/optimizer: {error}') from error


def update_ratios(optimizer: Any, parameters: list[torch.nn.Parameter]) -> list[float | None] | None:
    """
    ‖next update‖ / ‖parameter‖ with the gradients that are there: takes the step and takes it back, parameters and
    optimizer state. None for an optimizer whose state is not where `torch.optim` has it.
    """
    if not isinstance(optimizer, torch.optim.Optimizer):
        return None
    before = [one.detach().clone() for one in parameters]
    state = {one: {key: _copy(value) for key, value in kept.items()} for one, kept in optimizer.state.items()}
    groups = [
        {key: _copy(value) for key, value in group.items() if key != 'params'} for group in optimizer.param_groups
    ]
    try:
        optimizer.step()
        ratios: list[float | None] = []
        for one, old in zip(parameters, before):
            size = float(old.double().norm()) if old.device.type != 'mps' else float(old.norm())
            ratios.append(float((one.detach() - old).norm()) / size if size > 0 else None)
        return ratios
    except Exception:
        # LBFGS and others want a closure.
        return None
    finally:
        with torch.no_grad():
            for one, old in zip(parameters, before):
                one.copy_(old)
        optimizer.state.clear()
        optimizer.state.update(state)
        for group, kept in zip(optimizer.param_groups, groups):
            group.update(kept)


def _copy(value: Any) -> Any:
    return value.detach().clone() if isinstance(value, torch.Tensor) else deepcopy(value)
