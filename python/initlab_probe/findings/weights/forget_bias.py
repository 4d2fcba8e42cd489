"""
LSTMs whose forget gate starts near σ(0) = 1/2, so that the memory halves at every step. Rule: the sum of both biases of
the gate has a mean below 1/2. Told of only, as it is PyTorch's default; Jozefowicz, Zaremba and Sutskever 2015 found a
bias of 1 better on nearly all tasks, and Keras has it by default.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..finding import Evidence, Finding, name_of, number

SMALL = 0.5


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each LSTM."""
    biases: dict[str, list[float]] = {}
    for weight in evidence.weights:
        if 'forgetBias' in weight.facts:
            biases.setdefault(weight.module, []).append(weight.facts['forgetBias'])
    for module, values in biases.items():
        mean = math.fsum(values) / len(values)
        if mean >= SMALL:
            continue
        gate = 1 / (1 + math.exp(-mean))
        yield Finding(
            'forgetBias',
            'info',
            module,
            f'The forget gate of {name_of(module)} starts with a mean bias of {number(mean)}, so that it is '
            f'{number(gate)} and a memory is left at {number(gate**10)} of its size after 10 steps. With a bias of 1 '
            f'the gate is 0.731. PyTorch starts near 0; Keras starts at 1.',
            {'bias': mean, 'gate': gate},
            **evidence.place(module),
        )
