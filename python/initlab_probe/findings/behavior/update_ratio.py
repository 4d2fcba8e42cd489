"""
The first step of the optimizer against the size of the weights. Rule: of a drawn matrix, ‖update‖ / ‖weights‖ of the
first step is 0.3 or more under every seed; healthy training has about 1e−3 (Karpathy 2022, "makemore" part 3). Checked
only where the experiment has an optimizer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..finding import Evidence, Finding, listed, number
from ..intervals import mean_interval

LARGE = 0.3


def find(evidence: Evidence) -> Iterator[Finding]:
    """One finding for all such parameters."""
    found: list[tuple[str, list[float]]] = []
    for weight in evidence.weights:
        if len(weight.shape) < 2 or weight.constant or weight.role not in ('kernel', 'packed', 'recurrent'):
            continue
        ratios = [one.update_ratio for one in evidence.parameters(weight.path)]
        known = [one for one in ratios if one is not None and math.isfinite(one)]
        if known and len(known) == len(ratios) and min(known) >= LARGE:
            found.append((weight.path, known))
    if not found:
        return
    path, ratios_of_worst = max(found, key=lambda entry: min(entry[1]))
    mean = math.fsum(ratios_of_worst) / len(ratios_of_worst)
    yield Finding(
        'updateRatio',
        'warning',
        path,
        f'The first step changes {listed([name for name, _ in found])} by {number(100 * mean)} % of the norm of '
        f'{path}, where about 0.1 % is usual. The learning rate is too large for weights of this size.',
        {'ratio': mean, 'interval': mean_interval(ratios_of_worst), 'parameters': [name for name, _ in found]},
        **evidence.place(path.rpartition('.')[0]),
    )
