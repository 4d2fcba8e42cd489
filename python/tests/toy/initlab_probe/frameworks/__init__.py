"""The interface of the package, with the toy framework in the place of the real ones."""

from pathlib import Path

__path__.append(str(Path(__file__).resolve().parents[4] / 'initlab_probe' / 'frameworks'))
