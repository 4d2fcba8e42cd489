"""Writes halfFloats.json: every value of the small float formats, as SHA-256 of their float32 bytes.

Made with NumPy 1.24. F16 is NumPy's own; bfloat16 is the upper half of a float32; the FP8 formats are built from NumPy's
half floats (E5M2 is the upper half of one) and, E4M3, from the table of Micikevicius et al. 2022 (arXiv:2209.05433).
NaNs are written as the one quiet NaN 0x7fc00000. Run: python3 test/golden/weights/makeHalfFloats.py
"""
import hashlib
import json
import os

import numpy as np

words = np.arange(65536, dtype=np.uint16)
bytes_ = np.arange(256, dtype=np.uint8)


def e4m3(byte):
    """S.EEEE.MMM: bias 7, subnormals of 2^-9, S.1111.111 is NaN, no infinities."""
    sign = -1.0 if byte >> 7 else 1.0
    digits = f"{byte & 127:07b}"
    if digits == "1111111":
        return np.nan
    exponent, fraction = int(digits[:4], 2), int(digits[4:], 2) / 8
    return sign * np.ldexp(fraction, -6) if exponent == 0 else sign * np.ldexp(1 + fraction, exponent - 7)


formats = {
    "F16": words.view(np.float16).astype(np.float32),
    "BF16": (words.astype(np.uint32) << 16).view(np.float32),
    "F8_E5M2": (bytes_.astype(np.uint16) << 8).view(np.float16).astype(np.float32),
    "F8_E4M3": np.array([e4m3(int(byte)) for byte in bytes_], dtype=np.float32),
}


def sums(values):
    bits = values.view(np.uint32).copy()
    bits[np.isnan(values)] = 0x7FC00000
    return hashlib.sha256(bits.astype("<u4").tobytes()).hexdigest()


target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "halfFloats.json")
with open(target, "w") as file:
    json.dump({name: {"count": len(values), "nan": int(np.isnan(values).sum()), "largest": float(values[np.isfinite(values)].max()), "sha256": sums(values)} for name, values in formats.items()}, file, indent=1)
    file.write("\n")
