"""Forward and backward passes of a model on each backend."""
