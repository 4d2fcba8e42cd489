"""
A rule of an initialization that goes by names and never matched, `if name == "c_proj.weight":` where every name is
qualified. Rule: read from the source of functions about initialization and watched while the model is built; the test
was evaluated on two names or more and its body, which changes tensors, was never entered. A finding only where a
name that was tested contains the text that the rule wants: rules for layers that a model has not are common.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..finding import Evidence, Finding


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each such rule."""
    for rule in evidence.first.built.rules:
        if not rule.near:
            continue
        yield Finding(
            'neverInitialized',
            'warning',
            rule.example,
            f'The rule `{rule.text}` in {rule.function} ({Path(rule.file).name}:{rule.line}) was tested {rule.tested} '
            f'times while the model was built and never matched, so its initialization was never used. '
            f'{rule.near} of the names contain the text without being equal to it, for example {rule.example}.',
            {'rule': rule.text, 'tested': rule.tested, 'near': rule.near},
            rule.file,
            rule.line,
        )
