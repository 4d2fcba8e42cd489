"""Init Lab's probe: measures a model of the user's own at initialization, in the user's own Python."""

__version__ = '0.1.0'
