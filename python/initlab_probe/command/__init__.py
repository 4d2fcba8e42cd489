"""The command line of the probe."""
