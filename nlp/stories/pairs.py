"""How likely two articles are to report one event, from what they share."""

from __future__ import annotations

import tomllib
from dataclasses import astuple, dataclass, fields, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from nlp.errors import DataFileError
from nlp.stories.similarity import Floats

# Texts of few words share fewer. A text of so many different words is a third as short as one of none.
SHORT_WORDS = 25.0
# What others share with two articles is taken off what the two share (nlp/stories/surroundings.py), counted from what
# is usual on; but not for headlines, which have the same few words all around. Of a text of so many different words two
# thirds of it are.
_USUAL_CROWD = 0.33
_HEADLINE_WORDS = 18.0
# A pair beyond all doubt must not decide for a whole story. That two texts share nothing says the less the shorter they
# are: the odds are no lower than this for texts without a word, and than that for long ones.
_CLEAR = 5.0
_LEAST_SHORT, _LEAST_LONG = -1.2, -2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each measurement of a pair counts for."""

    constant: float
    meaning: float
    wording: float
    short: float
    short_meaning: float
    short_wording: float
    gap: float


@cache
def load_weights() -> Weights:
    """Return the weights of pairs.toml."""
    path = files("nlp.stories").joinpath("pairs.toml")
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {field.name for field in fields(Weights)}
    if set(found) != names or not all(isinstance(value, float) for value in found.values()):
        raise DataFileError(f"{path}: needs a number with a point for each of {sorted(names)}, and nothing else")
    return Weights(**found)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """What an article shares with others, one value for each of them.

    `meaning` and `wording` are cosines, `crowd` is how near the words of those around the two are to theirs
    (nlp/stories/surroundings.py), `days` lie between them, and the shorter of the two has so many different `words`.
    """

    meaning: NDArray[np.float32]
    wording: Floats
    crowd: Floats
    days: Floats
    words: NDArray[np.int64]


def ignore_time(measured: Measured) -> Measured:
    """Return the measurements as if all had come out at once: how near the matter of two articles is."""
    return replace(measured, days=np.zeros_like(measured.days))


def list_features(measured: Measured) -> Floats:
    """Return one row for each pair, with a column for each weight but the constant, in the order of `Weights`."""
    long = 1.0 - np.exp(-((measured.words / _HEADLINE_WORDS) ** 4))
    wording = np.sqrt(measured.wording.clip(0.0, 1.0)) - long * (measured.crowd - _USUAL_CROWD)
    meaning = measured.meaning.clip(0.0, 1.0)
    short = np.exp(-measured.words / SHORT_WORDS)
    columns = (meaning, wording, short, short * meaning, short * wording, np.log2(1.0 + measured.days))
    features: Floats = np.stack(columns, axis=-1).astype(np.float64)
    return features


def score_pairs(measured: Measured, *, weights: Weights) -> Floats:
    """Return from 0 (two events) to 1 (one event) how each pair looks, 0.5 for even chances."""
    constant, *others = astuple(weights)
    odds = constant + list_features(measured) @ np.array(others)
    long = (1.0 - np.exp(-measured.words / SHORT_WORDS)) ** 2
    odds = np.clip(odds, _LEAST_SHORT + long * (_LEAST_LONG - _LEAST_SHORT), _CLEAR)
    scores: Floats = 0.5 + odds / (2.0 * _CLEAR)
    return scores
