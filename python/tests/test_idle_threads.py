"""Threads of a framework sleep while they have no work; the environment is the user's afterwards."""

from __future__ import annotations

import os

import pytest

from initlab_probe.frameworks.idle_threads import idle_threads_sleep

NAME = 'OMP_WAIT_POLICY'


def test_is_asked_for_while_a_framework_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    with idle_threads_sleep():
        assert os.environ[NAME] == 'PASSIVE'
    assert NAME not in os.environ


def test_is_left_as_the_user_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, 'ACTIVE')
    with idle_threads_sleep():
        assert os.environ[NAME] == 'ACTIVE'
    assert os.environ[NAME] == 'ACTIVE'
