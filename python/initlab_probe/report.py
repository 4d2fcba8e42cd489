"""The fixed form of a report, and its JSON."""

from __future__ import annotations

import json
import math
import platform
from typing import Any

from .check import Check
from .findings.behavior.loss_at_start import expected_loss
from .findings.finding import Finding
from .measure.records import CallRecord, GradientStatistics, Histogram, ParameterRecord, Statistics


def _histogram(one: Histogram) -> dict[str, Any]:
    return {'low': one.low, 'high': one.high, 'counts': one.counts}


def statistics_json(one: Statistics) -> dict[str, Any]:
    """Statistics by their names in the report."""
    return {
        'count': one.count,
        'mean': one.mean,
        'variance': one.variance,
        'meanAbs': one.mean_abs,
        'zeros': one.zeros,
        'nan': one.nan,
        'infinite': one.infinite,
        'min': one.min,
        'max': one.max,
        'histogram': _histogram(one.histogram),
    }


def _gradient(one: GradientStatistics) -> dict[str, Any]:
    return {'mean': one.mean, 'variance': one.variance, 'notFinite': one.not_finite}


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def call_json(one: CallRecord) -> dict[str, Any]:
    """A call as the report has it."""
    return {
        'path': one.path,
        'call': one.call,
        'kind': one.kind,
        'shape': list(one.shape),
        **_given(
            activation=one.activation,
            forward=None if one.forward is None else statistics_json(one.forward),
            backward=None if one.backward is None else _gradient(one.backward),
            units=one.units,
            dead=one.dead,
            saturated=one.saturated,
        ),
    }


def finding_json(one: Finding) -> dict[str, Any]:
    """A finding as the report has it."""
    return {
        'kind': one.kind,
        'severity': one.severity,
        'path': one.path,
        'message': one.message,
        'evidence': one.evidence,
        **_given(file=one.file, line=one.line),
    }


def _parameter(check: Check, one: ParameterRecord) -> dict[str, Any]:
    weight = next((weight for weight in check.evidence.weights if weight.path == one.path), None)
    recognition = check.evidence.laws.get(one.path)
    return {
        'path': one.path,
        'shape': list(one.shape),
        'law': recognition.law if recognition else None,
        'fits': list(recognition.laws) if recognition else [],
        **_given(
            role=weight.role if weight else None,
            fanIn=weight.fan_in if weight and weight.fan_in else None,
            fanOut=weight.fan_out if weight and weight.fan_out else None,
            tied=list(weight.tied) if weight and weight.tied else None,
            gradientNorm=one.gradient_norm,
            updateRatio=one.update_ratio,
        ),
        'statistics': statistics_json(one.statistics),
        **({'gradient': _gradient(one.gradient)} if one.gradient is not None else {}),
    }


def report_of(check: Check) -> dict[str, Any]:
    """The report of a check; calls and parameters are those of the first seed."""
    evidence = check.evidence
    first = evidence.first.snapshot
    losses = [trial.snapshot.loss for trial in evidence.trials]
    notes = list(dict.fromkeys([*evidence.first.built.notes, *first.notes]))
    return {
        'version': 1,
        'model': {
            'target': evidence.experiment.model,
            'arguments': evidence.experiment.arguments,
            **_given(file=evidence.file, line=evidence.line),
            'parameters': sum(math.prod(one.shape) for one in first.parameters),
        },
        'framework': {
            'name': check.framework.name,
            'version': check.framework.version,
            'device': check.framework.device,
        },
        'python': platform.python_version(),
        'seeds': list(evidence.experiment.seeds),
        'loss': {
            'kind': first.loss_kind or evidence.experiment.loss,
            'deduced': first.loss_kind is not None,
            'mean': math.fsum(losses) / len(losses),
            'expected': expected_loss(evidence),
            'values': losses,
        },
        'calls': [call_json(one) for one in first.calls],
        'parameters': [_parameter(check, one) for one in first.parameters],
        'findings': [finding_json(one) for one in check.findings],
        'notes': notes,
    }


def _plain(value: Any) -> Any:
    """Numbers that JSON has no word for as the channel writes them: {"$number": "NaN"}."""
    if isinstance(value, float) and not math.isfinite(value):
        return {'$number': 'NaN' if math.isnan(value) else 'Infinity' if value > 0 else '-Infinity'}
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return repr(value)


def to_json(report: dict[str, Any]) -> str:
    """The report as JSON text."""
    return json.dumps(_plain(report), ensure_ascii=False, allow_nan=False)
