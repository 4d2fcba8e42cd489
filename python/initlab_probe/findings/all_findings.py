"""All rules, in the order in which their findings are told."""

from __future__ import annotations

from .behavior import (
    dead,
    loss_at_start,
    saturated,
    signal,
    update_ratio,
)
from .finding import SEVERITIES, Evidence, Finding
from .weights import (
    forget_bias,
    identical_siblings,
    never_initialized,
    non_finite,
    outlier,
    packed_fan,
    unfilled,
    wrong_fan,
)

RULES = (
    unfilled.find,
    non_finite.find,
    never_initialized.find,
    identical_siblings.find,
    wrong_fan.find,
    packed_fan.find,
    outlier.find,
    dead.find,
    saturated.find,
    signal.find,
    loss_at_start.find,
    update_ratio.find,
    forget_bias.find,
)


def all_findings(evidence: Evidence) -> list[Finding]:
    """The findings of all rules, the severe ones first."""
    found = [finding for rule in RULES for finding in rule(evidence)]
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
