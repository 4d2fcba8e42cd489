"""
Parameters that no code ever gave numbers: `nn.Parameter(torch.empty(...))`. Rule: memory is marked as it is handed out
while the model is built; what still bears the mark was never written. Exact, no threshold.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Evidence, Finding, listed


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for each module with such parameters; buffers, which may be filled later, are only told of."""
    parameters = {weight.path for weight in evidence.weights}
    shapes = {weight.path: weight.shape for weight in evidence.weights}
    by_module: dict[str, list[str]] = {}
    for path in evidence.first.built.unfilled:
        if path in parameters:
            by_module.setdefault(path.rpartition('.')[0], []).append(path)
        else:
            yield Finding(
                'unfilled',
                'info',
                path,
                f'The buffer {path} is allocated but not filled when the model is built. It holds whatever the memory '
                'held before, unless it is written before it is read. Zeros were used here.',
                {},
                **evidence.place(path.rpartition('.')[0]),
            )
    for module, paths in by_module.items():
        each = listed([f'{path} {tuple(shapes[path])}' for path in paths])
        yield Finding(
            'unfilled',
            'error',
            paths[0],
            f'{each}: allocated but never filled. The values are whatever the memory held before, so results differ '
            'from run to run, and may be NaN. Initialize it after torch.empty. Zeros were used here.',
            {'parameters': paths},
            **evidence.place(module),
        )
