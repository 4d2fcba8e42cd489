"""Arrays of a weight file by name: .safetensors, .npy and .npz."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy

from ...errors import ProbeError

_TYPES = {'F64': numpy.float64, 'F32': numpy.float32, 'F16': numpy.float16}


def _safetensors(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    (length,) = struct.unpack_from('<Q', data)
    found = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != '__metadata__' and entry['dtype'] in _TYPES:
            start, end = (8 + length + offset for offset in entry['data_offsets'])
            found[name] = numpy.frombuffer(data[start:end], _TYPES[entry['dtype']]).reshape(entry['shape'])
    return found


def _numpy(path: Path) -> dict[str, Any]:
    content = numpy.load(path, allow_pickle=False)
    return {'': content} if path.suffix == '.npy' else {name: content[name] for name in content.files}


_READERS = {'.safetensors': _safetensors, '.npy': _numpy, '.npz': _numpy}


def read_arrays(path: Path, place: str) -> dict[str, Any]:
    """All arrays in the file. Raises a ProbeError at `place` of the experiment."""
    reader = _READERS.get(path.suffix)
    if reader is None:
        raise ProbeError(f'{place}: expected a file ending in {", ".join(_READERS)}, got {path.name}.')
    try:
        return reader(path)
    except FileNotFoundError:
        raise ProbeError(f'{place}: {path} does not exist.') from None
    except Exception as error:
        raise ProbeError(f'{place}: {path.name} cannot be read: {error}') from error
