"""Activations that are judged by their outputs, whatever framework computes them."""

from __future__ import annotations

RECTIFIERS = ('relu', 'relu6')
"""Activations that are exactly 0, without a gradient, for half of their inputs."""

LIMITS = {'sigmoid': (0.01, 0.99), 'tanh': (-0.98, 0.98), 'hardsigmoid': (0.01, 0.99), 'hardtanh': (-0.98, 0.98)}
"""Within a hundredth of the range from a limit, an output is saturated: `src/engine/diagnostics/saturation.ts`."""
