"""Each fault is found and said in words, with the user's file and line; its twin has no finding."""

from __future__ import annotations

from typing import Any

import pytest
from faults import FAULTS, Fault

from initlab_probe.check import check


def _run(project: Any, fault: Fault, faulty: bool) -> Any:
    project.write('model.py', fault.source)
    model = {'python': 'model.py:Net', 'arguments': {'fault': faulty}}
    return check(project.experiment(model=model, random={'seeds': [0, 1, 2]}, **fault.changes))


@pytest.mark.parametrize('fault', FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found(project: Any, fault: Fault) -> None:
    found = _run(project, fault, True).findings
    mine = [one for one in found if one.kind == fault.kind and one.severity == fault.severity]
    assert mine, [(one.kind, one.severity, one.message) for one in found]
    assert any(fault.words in one.message for one in mine), [one.message for one in mine]
    assert all(one.file is not None and one.file.endswith('model.py') and one.line for one in mine)


@pytest.mark.parametrize('fault', FAULTS, ids=lambda fault: fault.name)
def test_its_twin_has_none(project: Any, fault: Fault) -> None:
    found = _run(project, fault, False).findings
    assert [(one.kind, one.severity, one.message) for one in found if one.kind not in fault.twin_infos] == []
