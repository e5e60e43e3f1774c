"""The word sequences of a text, as numbers: what two copies of one article share."""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Shingles = NDArray[np.uint32]

SHINGLE_WORDS = 4
_WORD = re.compile(r"\w+")
# Odd numbers with bits all over: each place in a sequence stirs its word in its own way.
_STIR = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], dtype=np.uint32)
_MIX = np.uint32(0x2C1B3C6D)


def hash_shingles(text: str) -> Shingles:
    """Return the text's different word sequences as sorted numbers; the same in every process."""
    words = _WORD.findall(text.lower())
    count = len(words) - SHINGLE_WORDS + 1
    if count < 1:
        return np.empty(0, dtype=np.uint32)
    codes = np.fromiter((crc32(word.encode("utf-8", "surrogatepass")) for word in words), np.uint32, len(words))
    mixed = np.zeros(count, dtype=np.uint32)
    for place in range(SHINGLE_WORDS):
        mixed ^= codes[place : place + count] * _STIR[place]
        mixed = _stir(mixed)
    return np.unique(mixed)


def _stir(values: Shingles) -> Shingles:
    values = (values ^ (values >> np.uint32(15))) * _MIX
    stirred: Shingles = values ^ (values >> np.uint32(13))
    return stirred
