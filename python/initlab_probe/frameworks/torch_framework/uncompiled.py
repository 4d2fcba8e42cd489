"""Compiled and scripted modules: what can be followed of them, and what is said of the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn


def original(model: nn.Module) -> nn.Module:
    """The module that `torch.compile` wrapped; any other as it is."""
    inner = getattr(model, '_orig_mod', None)
    return inner if isinstance(inner, nn.Module) else model


def plain_name(name: str) -> str:
    """A name without what `torch.compile` put into it."""
    return name.replace('_orig_mod.', '')


def followed(model: nn.Module) -> tuple[list[tuple[str, nn.Module]], list[str]]:
    """
    The modules whose calls can be followed, in the order of `model.modules()`, and what is to be said of the others.
    """
    found: list[tuple[str, nn.Module]] = []
    notes: list[str] = []
    scripted: list[str] = []
    for name, module in original(model).named_modules():
        path = plain_name(name)
        if original(module) is not module:
            notes.append(f'{path or "The model"} is compiled; it was measured uncompiled.')
            continue
        if any(path.startswith(f'{one}.' if one else '') for one in scripted):
            continue
        # In 2.x a module may also be compiled in place.
        if getattr(module, '_compiled_call_impl', None) is not None:
            notes.append(f'{path or "The model"} is compiled; it was measured uncompiled.')
        if isinstance(module, torch.jit.ScriptModule):
            scripted.append(path)
            notes.append(
                f'{path or "The model"} is scripted: its calls cannot be followed, its parameters were measured.'
            )
            continue
        found.append((path.removesuffix('._orig_mod').removesuffix('_orig_mod'), module))
    if original(model) is not model:
        notes.insert(0, 'The model is compiled; it was measured uncompiled.')
    return found, notes


@contextmanager
def eagerly() -> Iterator[None]:
    """Compiled functions and modules run as they were written inside."""
    # Loading the compiler takes seconds; where it is not loaded, nothing is compiled.
    compiler: Any = getattr(torch, 'compiler', None) if 'torch._dynamo' in sys.modules else None
    if hasattr(compiler, 'set_stance'):
        with compiler.set_stance('force_eager'):
            yield
    else:
        yield
