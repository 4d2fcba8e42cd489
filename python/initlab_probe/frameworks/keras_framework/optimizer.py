"""The optimizer of an experiment: by name with the meanings of `torch.optim`, or the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, Protocol

import keras

from ...errors import ProbeError, user_code
from ...target import load, place_of
from .passes.passes import Passes

ops: Any = keras.ops

State = dict[str, Any]
Rule = Callable[[Any, Any, State, dict[str, Any]], tuple[Any, State]]

_DEFAULTS: dict[str, dict[str, Any]] = {
    'sgd': {'learningRate': 1e-3, 'momentum': 0, 'dampening': 0, 'weightDecay': 0, 'nesterov': False},
    'rmsprop': {'learningRate': 1e-2, 'alpha': 0.99, 'epsilon': 1e-8, 'weightDecay': 0, 'momentum': 0},
    'adam': {'learningRate': 1e-3, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8, 'weightDecay': 0},
    'adamw': {'learningRate': 1e-3, 'beta1': 0.9, 'beta2': 0.999, 'epsilon': 1e-8, 'weightDecay': 0.01},
}


def _sgd(w: Any, g: Any, state: State, o: dict[str, Any]) -> tuple[Any, State]:
    if o['weightDecay']:
        g = g + o['weightDecay'] * w
    if not o['momentum']:
        return w - o['learningRate'] * g, state
    # The first step has no damping.
    damping = ops.where(state['step'] > 0, 1 - o['dampening'], 1.0)
    velocity = o['momentum'] * state['first'] + ops.cast(damping, w.dtype) * g
    g = g + o['momentum'] * velocity if o['nesterov'] else velocity
    return w - o['learningRate'] * g, {'step': state['step'] + 1, 'first': velocity}


def _rmsprop(w: Any, g: Any, state: State, o: dict[str, Any]) -> tuple[Any, State]:
    if o['weightDecay']:
        g = g + o['weightDecay'] * w
    second = o['alpha'] * state['second'] + (1 - o['alpha']) * ops.square(g)
    step = g / (ops.sqrt(second) + o['epsilon'])
    if o['momentum']:
        step = o['momentum'] * state['first'] + step
    return w - o['learningRate'] * step, {**state, 'first': step, 'second': second}


def _adam(w: Any, g: Any, state: State, o: dict[str, Any]) -> tuple[Any, State]:
    if o['weightDecay']:
        g = g + o['weightDecay'] * w
    step = state['step'] + 1
    first = o['beta1'] * state['first'] + (1 - o['beta1']) * g
    second = o['beta2'] * state['second'] + (1 - o['beta2']) * ops.square(g)
    rise = ops.cast(1 - o['beta1'] ** step, w.dtype)
    fall = ops.sqrt(ops.cast(1 - o['beta2'] ** step, w.dtype))
    w = w - o['learningRate'] / rise * first / (ops.sqrt(second) / fall + o['epsilon'])
    return w, {'step': step, 'first': first, 'second': second}


def _adamw(w: Any, g: Any, state: State, o: dict[str, Any]) -> tuple[Any, State]:
    return _adam(w * (1 - o['learningRate'] * o['weightDecay']), g, state, {**o, 'weightDecay': 0})


_RULES: dict[str, Rule] = {'sgd': _sgd, 'rmsprop': _rmsprop, 'adam': _adam, 'adamw': _adamw}


class Optimizer(Protocol):
    """Takes steps, and says what the next one would be."""

    def apply(self, gradients: Sequence[Any], variables: Sequence[Any]) -> None:
        """One step; a gradient that is None leaves its variable."""
        ...

    def next_values(self, gradients: Sequence[Any], variables: Sequence[Any]) -> list[Any]:
        """The values after the next step, as arrays; nothing is changed by it."""
        ...


class NamedOptimizer:
    """One of `torch.optim`, whose weight decay and epsilon are not where Keras has them."""

    def __init__(self, wanted: dict[str, Any], passes: Passes) -> None:
        kind = wanted['kind']
        unknown = set(wanted) - {'kind', *_DEFAULTS[kind]}
        if unknown:
            raise ProbeError(f'/optimizer: {kind} has no {", ".join(sorted(unknown))}.')
        options = {**_DEFAULTS[kind], **{key: value for key, value in wanted.items() if key != 'kind'}}
        if options.get('nesterov') and (options['momentum'] <= 0 or options['dampening'] != 0):
            raise ProbeError('/optimizer: Nesterov momentum requires a momentum and zero dampening')
        rule = _RULES[kind]
        self._state: dict[int, State] = {}
        self._passes = passes
        self._update = passes.compiled(
            lambda weights, gradients, states: [
                rule(w, g, state, options) for w, g, state in zip(weights, gradients, states)
            ]
        )

    def _next(self, gradients: Sequence[Any], variables: Sequence[Any]) -> list[tuple[Any, tuple[Any, State]]]:
        pairs = [(one, gradient) for one, gradient in zip(variables, gradients) if gradient is not None]
        with self._passes.no_graph():
            for one, _ in pairs:
                if id(one) not in self._state:
                    zeros = ops.zeros_like(one.value)
                    step = ops.zeros((), dtype='float32')
                    self._state[id(one)] = {'step': step, 'first': zeros, 'second': zeros}
            states = [self._state[id(one)] for one, _ in pairs]
            found = self._update([one.value for one, _ in pairs], [gradient for _, gradient in pairs], states)
        return [(one, entry) for (one, _), entry in zip(pairs, found)]

    def apply(self, gradients: Sequence[Any], variables: Sequence[Any]) -> None:
        """One step."""
        for one, (value, state) in self._next(gradients, variables):
            one.assign(value)
            self._state[id(one)] = state

    def next_values(self, gradients: Sequence[Any], variables: Sequence[Any]) -> list[Any]:
        """The values after the next step."""
        found = {id(one): value for one, (value, _) in self._next(gradients, variables)}
        return [ops.convert_to_numpy(found.get(id(one), one.value)) for one in variables]


class UsersOptimizer:
    """A `keras.optimizers.Optimizer`."""

    def __init__(self, optimizer: Any, passes: Passes) -> None:
        self._optimizer = optimizer
        self._passes = passes

    def apply(self, gradients: Sequence[Any], variables: Sequence[Any]) -> None:
        """One step."""
        with self._passes.no_graph(), user_code('The step of the optimizer'):
            self._optimizer.apply(list(gradients), list(variables))

    def next_values(self, gradients: Sequence[Any], variables: Sequence[Any]) -> list[Any]:
        """Takes the step and takes it back, variables and state."""
        if not self._optimizer.built:
            self._optimizer.build(list(variables))
        changed = [*variables, *self._optimizer.variables]
        kept = [ops.convert_to_numpy(one.value).copy() for one in changed]
        try:
            self.apply(gradients, variables)
            return [ops.convert_to_numpy(one.value).copy() for one in variables]
        finally:
            for one, value in zip(changed, kept):
                one.assign(value)


def make_optimizer(wanted: str | dict[str, Any] | None, model: Any, passes: Passes, directory: str) -> Optimizer | None:
    """The optimizer; None where the experiment has none."""
    if wanted is None:
        return None
    if not isinstance(wanted, str):
        return NamedOptimizer(wanted, passes)
    function: Any = load(wanted, directory)
    if not callable(function):
        raise ProbeError(f'{wanted}: expected a function, got {type(function).__name__}.', *place_of(function))
    with user_code(f'{wanted}()'):
        found = function(model)
    if not isinstance(found, keras.optimizers.Optimizer):
        raise ProbeError(f'{wanted}: expected an optimizer of Keras, got {type(found).__name__}.', *place_of(function))
    return UsersOptimizer(found, passes)
