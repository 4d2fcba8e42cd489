"""Measures signals, gradients and weights of a model."""
