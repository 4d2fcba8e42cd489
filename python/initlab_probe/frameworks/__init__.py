"""Frameworks that a model can be written in, behind one interface."""
