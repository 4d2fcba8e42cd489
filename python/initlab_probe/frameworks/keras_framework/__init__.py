"""Keras 3, on any of its backends that differentiates: torch, jax, tensorflow."""
