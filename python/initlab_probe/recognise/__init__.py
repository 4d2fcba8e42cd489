"""Which law a parameter may have been drawn from, by its numbers and fans."""
