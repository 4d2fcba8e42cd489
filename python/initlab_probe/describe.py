"""
Prints the version of this interpreter and of the frameworks in its environment as JSON, without importing them. Written
for every Python there is, so that one that is too old can say so. Run as a file.
"""

import contextlib
import json
import sys


def versions(names):  # type: ignore[no-untyped-def]
    """By their names, the versions of the installed ones."""
    found = {}  # type: ignore[var-annotated]
    try:
        from importlib import metadata
    except ImportError:
        return found
    for name in names:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = str(metadata.version(name))
    return found


if __name__ == '__main__':
    # The folder of this file has modules whose names are not theirs alone.
    del sys.path[0]
    description = {'version': '.'.join(map(str, sys.version_info[:3])), 'frameworks': versions(['torch', 'keras'])}  # type: ignore[no-untyped-call]
    print(json.dumps(description))
