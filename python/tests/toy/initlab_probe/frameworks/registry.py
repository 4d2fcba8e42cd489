"""Every model is one of the toy framework."""

from toy_framework import ToyFramework

from initlab_probe.request import Experiment


def framework_of(experiment: Experiment) -> ToyFramework:
    """In the place of the real one."""
    return ToyFramework(experiment)
