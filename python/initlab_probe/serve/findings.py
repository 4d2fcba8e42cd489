"""What is found in a trial before it trains."""

from __future__ import annotations

from typing import Any

from ..check import evidence_of
from ..data import DataSource
from ..findings.all_findings import all_findings
from ..findings.finding import Trial
from ..frameworks.base import Framework, Model
from ..measure.records import Snapshot
from ..report import finding_json
from ..request import Experiment


def findings_of(
    experiment: Experiment,
    framework: Framework,
    source: DataSource,
    spec: dict[str, Any],
    seed: int,
    model: Model,
    snapshot: Snapshot,
) -> list[dict[str, Any]]:
    """The findings of a trial from its snapshot at step 0, in the form of the record."""
    batch = source.batches(seed).probe_batch()

    def build(other: int) -> Model:
        made = framework.build(experiment, other, batch)
        made.initialize(spec, batch)
        return made

    trial = Trial(seed, model.modules, model.built, model.weights(), snapshot)
    # A model of another seed tells what was drawn; the random streams of this one go on as they were.
    with framework.forked(seed):
        return [finding_json(one) for one in all_findings(evidence_of(experiment, [trial], build, framework.name))]
