"""Draws weights by a chosen initializer, with the laws and streams of Keras."""
