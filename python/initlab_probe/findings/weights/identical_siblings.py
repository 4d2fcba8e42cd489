"""
Layers that start with the same random numbers, as after `copy.deepcopy(layer)`. Rule: two parameters that are not tied
have the same bytes, and these bytes change with the seed, or a
law of the fans explains them, so that they were drawn and copied, or drawn twice with one seed. Exact. Parameters that
are not trained (target networks, momentum encoders) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Evidence, Finding, listed, name_of


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each group of modules that are copies of each other; the outermost ones are named."""
    groups: dict[str, list[str]] = {}
    for weight in evidence.weights:
        if weight.trained and not weight.constant and (evidence.drawn(weight.path) or _seeded(evidence, weight.path)):
            groups.setdefault(weight.fingerprint, []).append(weight.path)
    copies: dict[tuple[str, ...], list[str]] = {}
    for paths in groups.values():
        if len(paths) > 1:
            copies.setdefault(_owners(paths), []).append(paths[0])
    matrices = {weight.path for weight in evidence.weights if len(weight.shape) >= 2}
    for owners, parameters in copies.items():
        # Of layers that were initialized again, only the biases are still copies.
        if not any(path in matrices for path in parameters):
            continue
        around = evidence.module(_parent(_parent(owners[0])))
        kind = around.kind if around is not None else ''
        yield Finding(
            'identicalSiblings',
            'warning',
            owners[0],
            f'{listed([name_of(path) for path in owners])} start with the same random weights '
            f'({len(parameters)} parameter{"s" if len(parameters) > 1 else ""} each), as copies do. '
            + _remedy(evidence.framework, kind),
            {'modules': list(owners), 'parameters': len(parameters)},
            **evidence.place(_parent(owners[0])),
        )


def _seeded(evidence: Evidence, path: str) -> bool:
    """Whether a parameter that does not change with the seed was drawn with one of its own: a law of its fans."""
    found = evidence.laws.get(path)
    return found is not None and found.by_fans


def _remedy(framework: str, kind: str) -> str:
    if framework == 'keras':
        return (
            'An initializer object of Keras gives the same numbers at each call for a shape: give each layer one of '
            'its own, or its name. Construct each layer in place of copy.deepcopy.'
        )
    if kind in ('TransformerEncoder', 'TransformerDecoder'):
        return f'torch.nn.{kind} makes its layers by deepcopy; initialize each one afterwards.'
    return 'Construct each layer, or initialize it again after copy.deepcopy.'


def _parent(path: str) -> str:
    return path.rpartition('.')[0]


def _owners(paths: list[str]) -> tuple[str, ...]:
    """The modules that are copies: the paths without the end that they share."""
    parts = [path.split('.') for path in paths]
    while all(len(part) > 1 for part in parts) and len({part[-1] for part in parts}) == 1:
        parts = [part[:-1] for part in parts]
    return tuple('.'.join(part) for part in parts)
