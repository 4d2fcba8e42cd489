"""Tensors of a weight file by name: .pt, .pth, .safetensors, and .npy and .npz where numpy is there."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import torch

from ...errors import ProbeError

_TYPES = {
    'F64': torch.float64,
    'F32': torch.float32,
    'F16': torch.float16,
    'BF16': torch.bfloat16,
    'I64': torch.int64,
    'I32': torch.int32,
    'I16': torch.int16,
    'I8': torch.int8,
    'U8': torch.uint8,
    'BOOL': torch.bool,
}


def _safetensors(path: Path) -> dict[str, torch.Tensor]:
    data = path.read_bytes()
    (length,) = struct.unpack_from('<Q', data)
    header = json.loads(data[8 : 8 + length])
    found = {}
    for name, entry in header.items():
        if name == '__metadata__' or entry['dtype'] not in _TYPES:
            continue
        start, end = (8 + length + offset for offset in entry['data_offsets'])
        kind = _TYPES[entry['dtype']]
        # PyTorch refuses a buffer without bytes.
        flat = torch.frombuffer(bytearray(data[start:end]), dtype=kind) if end > start else torch.empty(0, dtype=kind)
        found[name] = flat.reshape(entry['shape'])
    return found


def _torch(path: Path) -> dict[str, torch.Tensor]:
    content = torch.load(path, map_location='cpu', weights_only=True)
    if isinstance(content, torch.Tensor):
        return {'': content}
    for key in ('state_dict', 'model_state_dict', 'model'):
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
    return {name: one for name, one in content.items() if isinstance(one, torch.Tensor)}


def _numpy(path: Path) -> dict[str, torch.Tensor]:
    import numpy

    content = numpy.load(path, allow_pickle=False)
    if path.suffix == '.npy':
        return {'': torch.from_numpy(content)}
    return {name: torch.from_numpy(content[name]) for name in content.files}


_READERS = {'.safetensors': _safetensors, '.pt': _torch, '.pth': _torch, '.npy': _numpy, '.npz': _numpy}


def read_tensors(path: Path, place: str) -> dict[str, torch.Tensor]:
    """All tensors in the file. Raises a ProbeError at `place` of the experiment."""
    reader = _READERS.get(path.suffix)
    if reader is None:
        raise ProbeError(f'{place}: expected a file ending in {", ".join(_READERS)}, got {path.name}.')
    try:
        return reader(path)
    except FileNotFoundError:
        raise ProbeError(f'{place}: {path} does not exist.') from None
    except Exception as error:
        raise ProbeError(f'{place}: {path.name} cannot be read: {error}') from error
