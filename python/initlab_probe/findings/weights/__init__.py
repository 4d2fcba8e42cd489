"""Findings about the weights at initialization."""
