"""
Follows one forward and backward pass: calls of modules by hooks, activation functions between them by a
TorchFunctionMode, gradients by hooks on the nodes of the graph.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from ....measure.activations import LIMITS, RECTIFIERS
from ....measure.records import CallRecord, GradientStatistics
from ..initialization.kernels import CONVOLUTIONS, TRANSPOSED, has_plain_kernel
from ..values import main_tensor
from .activations import activation_of
from .statistics import dead_units, gradient_of, share_of, statistics_of

MOST_CALLS = 64
"""Calls of one kind at one path that are measured; a loop over time may have thousands."""


@dataclass
class _Call:
    record: CallRecord
    gradient: GradientStatistics | None = None
    attached: bool = False


class Tracer(TorchFunctionMode):
    """Records the calls of `modules` (by path) while it is entered. Every hook is gone after it."""

    def __init__(self, modules: list[tuple[str, nn.Module]]) -> None:
        super().__init__()
        self._modules = modules
        self._paths = {module: path for path, module in modules}
        self._stack: list[nn.Module] = []
        self._inner: tuple[str, Any] | None = None
        """The last activation function within a module that is one itself, and its output."""
        self._counts: Counter[tuple[str, str]] = Counter()
        self._again: Counter[tuple[str, str]] = Counter()
        self._handles: list[Any] = []
        self._by_key: dict[tuple[str, str, int], _Call] = {}
        self._axis = -1
        """Axis of the units in the output of the kernel called last."""
        self.backward = False
        """Set after the forward pass: what is called then is computed again, for checkpoints."""

    def __enter__(self) -> Tracer:
        for _, module in self._modules:
            self._handles.append(module.register_forward_pre_hook(self._enter))
            self._handles.append(module.register_forward_hook(self._leave))
        super().__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        for handle in self._handles:
            handle.remove()
        self._handles.clear()

    def calls(self) -> list[CallRecord]:
        """The calls in the order of the forward pass."""
        return [replace(call.record, backward=call.gradient) for call in self._by_key.values()]

    def beyond(self) -> list[tuple[str, int]]:
        """Paths with more calls than are measured, and how many there were."""
        return [(path, count) for (path, _), count in self._counts.items() if count > MOST_CALLS]

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        options = kwargs or {}
        out = func(*args, **options)
        if self._stack and isinstance(out, torch.Tensor):
            name = activation_of(func, args, options)
            if name is not None:
                module = self._stack[-1]
                if _is_activation_itself(module):
                    self._inner = (name, out)
                else:
                    self._record(self._paths[module], name, name, out)
        return out

    def _enter(self, module: nn.Module, _: Any) -> None:
        self._stack.append(module)
        self._inner = None

    def _leave(self, module: nn.Module, _: Any, output: Any) -> None:
        # A module that raised, within a `try` of the user's, has left itself on the stack.
        while self._stack and self._stack.pop() is not module:
            pass
        inner, self._inner = self._inner, None
        tensor = main_tensor(output)
        if tensor is None or not _is_measured(module):
            return
        if has_plain_kernel(module):
            convolution = isinstance(module, CONVOLUTIONS + TRANSPOSED)
            self._axis = -(module.weight.dim() - 1) if convolution else -1
        activation = inner[0] if inner is not None and inner[1] is tensor else None
        self._record(self._paths[module], type(module).__name__, activation, tensor)

    def _record(self, path: str, kind: str, activation: str | None, output: torch.Tensor) -> None:
        counts = self._again if self.backward else self._counts
        index = counts[path, kind]
        counts[path, kind] += 1
        if self.backward:
            call = self._by_key.get((path, kind, index))
            if call is not None and not call.attached:
                self._attach(call, output)
            return
        if index >= MOST_CALLS or not output.is_floating_point():
            return
        call = _Call(self._measured(path, kind, index, activation, output))
        self._by_key[path, kind, index] = call
        self._attach(call, output)

    def _measured(self, path: str, kind: str, index: int, activation: str | None, output: torch.Tensor) -> CallRecord:
        # What is measured here is no call of the model.
        with torch.no_grad(), torch._C.DisableTorchFunction():
            forward = statistics_of(output)
            record = CallRecord(path, index, kind, activation, tuple(output.shape), forward)
            if activation in RECTIFIERS and output.dim() >= 2:
                axis = self._axis if output.dim() >= -self._axis + 1 else -1
                found = dead_units(output, axis)
                if found is not None:
                    record = replace(record, units=found[0], dead=found[1], rows=found[2])
            if activation in LIMITS:
                low, high = LIMITS[activation]
                finite = forward.count - forward.nan - forward.infinite
                outside = round(share_of((output <= low) | (output >= high)) * forward.count) - forward.infinite
                record = replace(record, saturated=outside / finite if finite > 0 else None)
            return record

    def _attach(self, call: _Call, output: torch.Tensor) -> None:
        """Has the gradient at an output measured. On the node, so that a later change in place is not in it."""
        if not output.requires_grad:
            return
        call.attached = True
        node, place = output.grad_fn, output.output_nr

        def measure(gradient: torch.Tensor | None) -> None:
            if gradient is not None and gradient.is_floating_point():
                with torch.no_grad():
                    call.gradient = gradient_of(gradient)

        if node is None:
            self._handles.append(output.register_hook(measure))
        else:
            self._handles.append(node.register_hook(lambda _, gradients: measure(gradients[place])))


def _is_activation_itself(module: nn.Module) -> bool:
    """A module without children and parameters computes a function, and is measured as a whole."""
    if isinstance(module, nn.PReLU):
        return True
    return next(module.children(), None) is None and next(module.parameters(recurse=False), None) is None


def _is_measured(module: nn.Module) -> bool:
    """Leaves, and modules that compute with parameters of their own. Containers only pass on."""
    return next(module.children(), None) is None or next(module.parameters(recurse=False), None) is not None
