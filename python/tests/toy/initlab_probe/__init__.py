"""
The package with a framework in plain Python, so that the process can be tested where no framework is installed. The
user's model is a class, of which `step` is called before each step.
"""

from pathlib import Path

__path__.append(str(Path(__file__).resolve().parents[3] / 'initlab_probe'))
