"""Numbers that refer to something: Section 301, page 12, [12], 2-1, 555-0100."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.magnitudes import MAGNITUDES
from nlp.quantities.nouns import is_plural
from nlp.quantities.reading import Doubt, Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import HYPHENS, Shape, Token, glued_at, low_at

LABELS = words("labels", file="guards.toml")
SCORES = words("scores", file="guards.toml")
WEAK_LABELS = words("sets", "guards_weak_labels")
NOTE_STEMS = words("sets", "note_stems")


def doubt_label(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """LABEL, NOTE or SCORE where the bare number refers to something, else None."""
    first, last = reading.numeral.first, reading.numeral.last
    if reading.numeral.scale > 1:
        return None
    previous, following = low_at(tokens, first - 1), low_at(tokens, last)
    if previous == "." and low_at(tokens, first - 2) in NOTE_STEMS:
        return Doubt.LABEL
    counted = reading.noun is not None and reading.noun.plural
    weak = previous in WEAK_LABELS and (counted or not tokens[first - 1].text[0].isupper())
    if previous in LABELS and not weak:
        return Doubt.LABEL
    if previous in ("+", "tel", "phone") or following == "cfr":
        return Doubt.LABEL
    return _note(tokens, reading) or _score(tokens, first) or _score(tokens, last)


def _note(tokens: Sequence[Token], reading: Reading) -> Doubt | None:
    """ "1. Read this", "(2)"."""
    first, last = reading.numeral.first, reading.numeral.last
    token = tokens[first]
    if token.shape is not Shape.NUMBER or not token.text.isdigit() or len(token.text) > 2:
        return None
    if first == 0 and last < len(tokens) - 1 and tokens[last].text in (".", ")") and glued_at(tokens, last):
        return Doubt.NOTE
    return Doubt.NOTE if low_at(tokens, first - 1) == "(" and low_at(tokens, last) == ")" else None


def _score(tokens: Sequence[Token], at: int) -> Doubt | None:
    """Digits that a hyphen joins and that make no range; `at` is the hyphen or the number behind it."""
    hyphen = at if at < len(tokens) and tokens[at].text in HYPHENS else at - 1
    if not 0 < hyphen < len(tokens) - 1 or tokens[hyphen].text not in HYPHENS:
        return None
    left, right = tokens[hyphen - 1], tokens[hyphen + 1]
    if left.shape is not Shape.NUMBER or right.shape is not Shape.NUMBER or not (right.glued and tokens[hyphen].glued):
        return None
    chained = low_at(tokens, hyphen + 2) in HYPHENS or low_at(tokens, hyphen - 2) in HYPHENS
    if chained and (_is_number(tokens, hyphen + 3) or _is_number(tokens, hyphen - 3)):
        return Doubt.LABEL
    following = low_at(tokens, hyphen + 2)
    if left.value >= right.value and following not in MAGNITUDES and following not in ("percent", "%", "bn"):
        return Doubt.SCORE
    scored = any(low_at(tokens, hyphen - 1 - back) in SCORES for back in (1, 2, 3, 4))
    noun = any(is_plural(token) for token in tokens[hyphen + 2 : hyphen + 4])
    return Doubt.SCORE if scored and right.value < 60 and not noun else None


def _is_number(tokens: Sequence[Token], index: int) -> bool:
    return 0 <= index < len(tokens) and tokens[index].shape is Shape.NUMBER
