"""
What happens to tensors while a model is built: memory that nobody fills, and truncated normal laws with their bounds.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from ...base import Truncation

# A NaN of a bit pattern that no computation makes, by type.
_MARKS = {
    torch.float32: (torch.int32, 0x7FC5A5A5),
    torch.float64: (torch.int64, 0x7FF8A5A5A5A5A5A5),
    torch.float16: (torch.int16, 0x7E5A),
    torch.bfloat16: (torch.int16, 0x7FDA),
}

_aten = torch.ops.aten
_EMPTY = {
    _aten.empty.memory_format,
    _aten.empty_like.default,
    _aten.empty_strided.default,
    _aten.new_empty.default,
    _aten.new_empty_strided.default,
}
_EMPTY_FUNCTIONS = {torch.empty, torch.empty_like, torch.empty_strided, torch.Tensor.new_empty}


def mark(tensor: torch.Tensor) -> None:
    """Writes the mark of memory that nobody filled into a tensor."""
    if tensor.dtype in _MARKS and not tensor.is_meta and tensor.numel() > 0:
        kind, bits = _MARKS[tensor.dtype]
        tensor.view(kind).fill_(bits)


def marked(tensor: torch.Tensor) -> torch.Tensor | None:
    """Where the mark is left; None where it is nowhere or cannot be."""
    if tensor.dtype not in _MARKS or tensor.is_meta or tensor.numel() == 0 or tensor.layout != torch.strided:
        return None
    kind, bits = _MARKS[tensor.dtype]
    found = tensor.detach().contiguous().view(kind) == bits
    return found if bool(found.any()) else None


class FollowingWatch:
    """Follows draws that are cut at bounds."""

    def __init__(self) -> None:
        super().__init__()
        self._draws: dict[int, dict[str, Any]] = {}
        self._cut: dict[int, Truncation] = {}

    def truncation(self, tensor: torch.Tensor) -> Truncation | None:
        """The truncated normal law that a tensor was drawn from last, if it was one."""
        return self._cut.get(tensor.data_ptr()) if not tensor.is_meta and tensor.numel() > 0 else None

    def _forget(self, at: int) -> None:
        self._draws.pop(at, None)
        self._cut.pop(at, None)

    def _follow(self, func: Any, args: Any, kwargs: Any) -> None:
        """`normal_` and comparisons, PyTorch from 2.12 on; uniform_, erfinv_, mul_, add_, clamp_ before and in timm."""
        at = args[0].data_ptr()
        name = func._schema.name.rpartition('::')[2]
        if name == 'normal_':
            self._forget(at)
            mean, std = (list(args[1:]) + [0.0, 1.0][len(args) - 1 :])[:2]
            self._draws[at] = {'mean': kwargs.get('mean', mean), 'std': kwargs.get('std', std)}
        elif name == 'uniform_':
            self._forget(at)
            self._draws[at] = {'inverse': False}
        elif at in self._draws:
            self._next(at, name, self._draws[at], args, kwargs)

    def _next(self, at: int, name: str, draw: dict[str, Any], args: Any, kwargs: Any) -> None:
        number = args[1] if len(args) > 1 and isinstance(args[1], (int, float)) else None
        if name == 'erfinv_' and 'inverse' in draw:
            draw.update(inverse=True, mean=0.0, std=1 / math.sqrt(2))  # erfinv(u) is z / √2 of a normal z
        elif name == 'mul_' and draw.get('inverse') and number is not None:
            draw['std'] *= number
        elif name == 'add_' and draw.get('inverse') and number is not None:
            draw['mean'] += number
        elif name in ('clamp_', 'clip_') and draw.get('inverse'):
            low, high = kwargs.get('min', number), kwargs.get('max', args[2] if len(args) > 2 else None)
            if low is not None and high is not None:
                self._cut[at] = Truncation(draw['mean'], draw['std'], low, high)
        elif name == 'lt' and 'inverse' not in draw and number is not None:
            draw['low'] = number
        elif name == 'gt' and 'low' in draw and number is not None:
            self._cut[at] = Truncation(draw['mean'], draw['std'], draw['low'], number)
        elif name.endswith('_') and name not in ('copy_', 'detach_', 'requires_grad_'):
            self._forget(at)


class BuildWatch(FollowingWatch, TorchDispatchMode):
    """Marks memory as it is handed out, and follows draws, below all of PyTorch's functions."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """PyTorch asks; keeping the compiler out of this mode would load it, which takes seconds."""
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        out = func(*args, **kwargs)
        if func in _EMPTY:
            mark(out)
        if args and isinstance(args[0], torch.Tensor) and args[0].layout == torch.strided and not args[0].is_meta:
            # Tensors without memory of their own have no address.
            with suppress(RuntimeError, NotImplementedError):
                self._follow(func, args, kwargs)
        elif isinstance(out, torch.Tensor) and not out.is_meta and out.layout == torch.strided:
            self._forget(out.data_ptr())
        return out


class FunctionWatch(FollowingWatch, TorchFunctionMode):
    """
    The same at the functions that a script calls: PyTorch 1.13 cannot run `torch.Tensor(3, 4)` under the other one.
    """

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        out = func(*args, **kwargs)
        if func in _EMPTY_FUNCTIONS and isinstance(out, torch.Tensor):
            mark(out)
        return out
