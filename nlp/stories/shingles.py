"""The word sequences of a text, as numbers: what two copies of one article share."""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Shingles = NDArray[np.uint32]

SHINGLE_WORDS = 4
# Two reports by one formula differ in names and figures only: figures count with this many words to either side.
_FIGURE_REACH = 10
_AROUND = np.array([gap for gap in range(-_FIGURE_REACH, _FIGURE_REACH + 1) if gap])
_WORD = re.compile(r"\w+")
# Odd numbers with bits all over: each place in a sequence stirs its word in its own way.
_STIR = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], dtype=np.uint32)
_MIX = np.uint32(0x2C1B3C6D)


# Reprints come close together.
@lru_cache(maxsize=8)
def hash_shingles(text: str) -> Shingles:
    """Return the text's different word sequences, names left out, as sorted numbers; the same in every process.

    They are not to be written to: the same text soon again gets the same ones.
    """
    words = _list_words(text)
    count = len(words) - SHINGLE_WORDS + 1
    if count < 1:
        return np.empty(0, dtype=np.uint32)
    codes = np.fromiter((crc32(word.encode("utf-8", "surrogatepass")) for word in words), np.uint32, len(words))
    mixed = np.zeros(count, dtype=np.uint32)
    for place in range(SHINGLE_WORDS):
        mixed ^= codes[place : place + count] * _STIR[place]
        mixed = _stir(mixed)
    figures = np.array([word[0].isdigit() for word in words], dtype=np.bool_)
    shingles = np.unique(np.concatenate([mixed, _pair_figures(codes, figures)]))
    shingles.flags.writeable = False
    return shingles


def _pair_figures(codes: Shingles, figures: NDArray[np.bool_]) -> Shingles:
    """Return each figure with each word near it: where they differ, a formula has been filled in anew."""
    places = np.flatnonzero(figures)[:, np.newaxis]
    near = places + _AROUND
    there = (near >= 0) & (near < len(codes))
    marked = np.broadcast_to(_stir(codes[places] * _STIR[1]), near.shape)[there]
    return _stir(codes[near[there]] * _STIR[0] ^ marked)


def _list_words(text: str) -> list[str]:
    """Return the words without names: translations and house styles spell those in their own ways."""
    words = _WORD.findall(text)
    plain = [word for word in words if not word[0].isupper()]
    # Headlines and texts in capitals have no small letters to go by.
    return plain if 2 * len(plain) >= len(words) else [word.lower() for word in words]


def _stir(values: Shingles) -> Shingles:
    values = (values ^ (values >> np.uint32(15))) * _MIX
    stirred: Shingles = values ^ (values >> np.uint32(13))
    return stirred
