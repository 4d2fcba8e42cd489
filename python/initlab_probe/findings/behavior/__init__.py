"""Findings about what the network does: its signals, units, loss and first update."""
