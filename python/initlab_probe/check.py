"""A check: the model as written, built and measured under every seed, and what is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .data import Arrays, DataSource
from .errors import ProbeError
from .findings.all_findings import all_findings
from .findings.finding import Evidence, Finding, Trial
from .frameworks.base import Framework, Model
from .frameworks.registry import framework_of
from .recognise.recognise import Recognition, common, recognise
from .request import Experiment
from .target import load, place_of


@dataclass(frozen=True)
class Check:
    """What a check found, with all that it was found in."""

    framework: Framework
    evidence: Evidence
    findings: list[Finding]


def measure(model: Model, seed: int, batch: Any) -> Trial:
    """The trial of one built model."""
    return Trial(seed, model.modules, model.built, model.weights(), model.snapshot(batch))


def laws_of(trials: list[Trial]) -> dict[str, Recognition]:
    """The laws of all parameters that explain them under every seed."""
    found: dict[str, Recognition] = {}
    for index, weight in enumerate(trials[0].weights):
        each = []
        for trial in trials:
            statistics = {one.path: one.statistics for one in trial.snapshot.parameters}
            other = trial.weights[index]
            each.append(recognise(other, statistics[other.path]))
        found[weight.path] = common(each)
    return found


def evidence_of(experiment: Experiment, trials: list[Trial], build: Callable[[int], Model], framework: str) -> Evidence:
    """The evidence of trials; `build` makes the model of one more seed where there is only one."""
    prints = [{weight.path: weight.fingerprint for weight in trial.weights} for trial in trials]
    if len(prints) == 1:
        other = build(trials[0].seed + 1)
        prints.append({weight.path: weight.fingerprint for weight in other.weights()})
    file, line = place_of(load(experiment.model, experiment.directory))
    return Evidence(experiment, trials, laws_of(trials), prints, file, line, framework)


def check(
    experiment: Experiment, arrays: Arrays | None = None, progress: Callable[[str], None] = lambda _: None
) -> Check:
    """
    Builds the model as written under every seed of the experiment, measures one forward and backward pass, and judges.

    Raises a ProbeError with the user's file and line.
    """
    progress('loading')
    framework = framework_of(experiment)
    source = DataSource(experiment, framework, arrays)
    batch = source.batches(experiment.seeds[0]).probe_batch()

    def build(seed: int) -> Model:
        return framework.build(experiment, seed, batch)

    trials = []
    for seed in experiment.seeds:
        progress(f'seed {seed}')
        trials.append(measure(build(seed), seed, batch))
    if not all(len(trial.weights) == len(trials[0].weights) for trial in trials):
        raise ProbeError(f'{experiment.model}: the model has other parameters under another seed.')
    progress('judging')
    evidence = evidence_of(experiment, trials, build, framework.name)
    return Check(framework, evidence, all_findings(evidence))
