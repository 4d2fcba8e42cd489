"""
Messages of the channel, in the encoding that run files and pages of Init Lab have too: the length of a JSON text and
that of a block as little-endian uint32, the text, the block, each padded to a multiple of 8 bytes. Typed arrays lie in
the block, and an object with a key such as `$array` or `$number` stands for a value that JSON does not have.
"""

from __future__ import annotations

import json
import math
import re
import struct
from array import array
from typing import Any

ALIGNMENT = 8
LEAD = struct.Struct('<II')
# By the format of a buffer, the name of the array in JavaScript; and the other way round.
NAMES = {
    'b': 'Int8Array',
    'B': 'Uint8Array',
    'h': 'Int16Array',
    'H': 'Uint16Array',
    'i': 'Int32Array',
    'I': 'Uint32Array',
    'f': 'Float32Array',
    'd': 'Float64Array',
}
FORMATS = {name: code for code, name in NAMES.items()}
MARK = re.compile(r'\$+(?:number|array|error|undefined|bigint)')
ESCAPED = re.compile(r'\$\$+(?:number|array|error|undefined|bigint)')


def padded(length: int) -> int:
    """The next multiple of 8."""
    return -length % ALIGNMENT + length


class FrameError(ValueError):
    """Bytes that are no message."""


class _Encoder:
    def __init__(self) -> None:
        self.blocks: list[memoryview] = []
        self.size = 0

    def encode(self, value: Any) -> Any:
        if isinstance(value, float):
            return self._number(value)
        if value is None or isinstance(value, (str, bool, int)):
            return value
        if isinstance(value, dict):
            return {_escape(str(key)): self.encode(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.encode(item) for item in value]
        if isinstance(value, (array, memoryview, bytes, bytearray)):
            return self._array(memoryview(value))
        raise TypeError(f'Message: expected a value of JSON or an array of numbers, got {type(value).__name__}.')

    @staticmethod
    def _number(value: float) -> Any:
        if math.isfinite(value) and not (value == 0 and math.copysign(1, value) < 0):
            return value
        if math.isnan(value):
            return {'$number': 'NaN'}
        return {'$number': '-0' if value == 0 else 'Infinity' if value > 0 else '-Infinity'}

    def _array(self, view: memoryview) -> Any:
        name = NAMES.get(view.format)
        if name is None:
            raise TypeError(f'Message: expected an array of one of {", ".join(NAMES)}, got {view.format}.')
        offset = self.size
        data = view.cast('B')
        self.blocks.append(data)
        self.size += padded(data.nbytes)
        return {'$array': name, 'offset': offset, 'length': data.nbytes // view.itemsize}


def _escape(key: str) -> str:
    return '$' + key if MARK.fullmatch(key) else key


def encode(message: Any) -> list[bytes | memoryview]:
    """A message as pieces of bytes that follow one another."""
    encoder = _Encoder()
    text = json.dumps(encoder.encode(message), separators=(',', ':'), allow_nan=False).encode()
    pieces: list[bytes | memoryview] = [LEAD.pack(len(text), encoder.size), text, bytes(padded(len(text)) - len(text))]
    for block in encoder.blocks:
        pieces += [block, bytes(padded(block.nbytes) - block.nbytes)]
    return pieces


def _decode(value: Any, block: memoryview) -> Any:
    if isinstance(value, list):
        return [_decode(item, block) for item in value]
    if not isinstance(value, dict):
        return value
    if '$array' in value:
        return _array_at(value, block)
    if '$number' in value:
        return float(value['$number'])
    if '$undefined' in value:
        return None
    return {(key[1:] if ESCAPED.fullmatch(key) else key): _decode(item, block) for key, item in value.items()}


def _array_at(mark: dict[str, Any], block: memoryview) -> memoryview:
    code = FORMATS.get(mark['$array'])
    if code is None:
        raise FrameError(f'Message: expected one of {", ".join(FORMATS)}, got {mark["$array"]}.')
    end = mark['offset'] + mark['length'] * struct.calcsize(code)
    if mark['offset'] < 0 or end > block.nbytes:
        raise FrameError(f'Message: expected an array within {block.nbytes} bytes, got one that ends at {end}.')
    return block[mark['offset'] : end].cast(code)  # type: ignore[call-overload,no-any-return]


def decode(text: bytes, block: bytes | bytearray | memoryview) -> Any:
    """The inverse of `encode`, of a text and a block without their padding; arrays are views of the block."""
    return _decode(json.loads(text), memoryview(block))
