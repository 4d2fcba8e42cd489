"""The random streams that a Keras script draws from: those of `keras.utils.set_random_seed`."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy
from keras.src.backend.common import global_state
from keras.src.random.seed_generator import GLOBAL_SEED_GENERATOR
from keras.src.utils.rng_utils import GLOBAL_RANDOM_SEED

_NAMES = 'object_name_uids'


def state() -> list[Any]:
    """The state of all streams, that of the generator of unseeded random functions of Keras included."""
    generator = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR)
    torch = sys.modules.get('torch')
    return [
        random.getstate(),
        numpy.random.get_state(),
        torch.get_rng_state() if torch is not None else None,
        global_state.get_global_attribute(GLOBAL_RANDOM_SEED),
        generator,
        None if generator is None else keras.ops.convert_to_numpy(generator.state).copy(),
    ]


def restore(kept: list[Any]) -> None:
    """Goes back to a state."""
    random.setstate(kept[0])
    numpy.random.set_state(kept[1])
    if kept[2] is not None:
        sys.modules['torch'].set_rng_state(kept[2])
    global_state.set_global_attribute(GLOBAL_RANDOM_SEED, kept[3])
    global_state.set_global_attribute(GLOBAL_SEED_GENERATOR, kept[4])
    if kept[4] is not None:
        kept[4].state.assign(kept[5])


@contextmanager
def forked(seed: int | None = None) -> Iterator[None]:
    """Streams that may be drawn from inside, seeded where asked; they are restored after it."""
    kept = state()
    try:
        if seed is not None:
            keras.utils.set_random_seed(seed)
        yield
    finally:
        restore(kept)


def names() -> dict[str, int]:
    """How many layers of each kind have been named: `dense_3` is the fourth."""
    return dict(global_state.get_global_attribute(_NAMES) or {})


def restore_names(kept: dict[str, int]) -> None:
    """Lets names go on from there, so that every model of an experiment has the same ones."""
    found = global_state.get_global_attribute(_NAMES)
    if found is not None:
        found.clear()
        found.update(kept)
