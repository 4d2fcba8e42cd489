"""All rules, in the order in which their findings are told."""

from __future__ import annotations

from . import (
    dead,
    forget_bias,
    identical_siblings,
    loss_at_start,
    never_initialized,
    non_finite,
    outlier,
    packed_fan,
    saturated,
    signal,
    unfilled,
    update_ratio,
    wrong_fan,
)
from .finding import SEVERITIES, Evidence, Finding

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
