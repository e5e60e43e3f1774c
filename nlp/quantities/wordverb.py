"""Verbs of a sentence that has no parse, told by their form and the words beside them."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.change import VERBS
from nlp.quantities.nouns import NOT_PLURAL
from nlp.quantities.numberwords import ARTICLES
from nlp.quantities.tables import words
from nlp.quantities.tokens import HYPHENS, Shape, Token, glued_at, low_at

COMMON_VERBS = words("verbs", "common") | frozenset(VERBS)
DETERMINERS = words("sets", "concept_articles")
NOUNLIKE = frozenset(NOT_PLURAL) | frozenset(
    ("increased", "combined", "estimated", "united", "advanced", "limited", "unlimited", "fixed")
)
MODALS = words("sets", "modals")
BASE = frozenset(word for word in COMMON_VERBS if f"{word}s" in COMMON_VERBS or f"{word}es" in COMMON_VERBS)
"""Forms that are nouns as often as verbs."""


def is_verb(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` looks like a verb: a known form, behind "to" or a modal, or in -ed before no noun."""
    token = tokens[index]
    if token.shape is not Shape.WORD:
        return False
    low, before = token.low, low_at(tokens, index - 1)
    looks = (
        low in COMMON_VERBS
        or (before in MODALS and token.text[0].islower())
        or (low.endswith("ed") and len(low) > 4 and low not in NOUNLIKE and not token.text[0].isupper())
    )
    # Most words are done here; what stands beside them need not be looked at.
    if not looks or before in ARTICLES or before in DETERMINERS or before == "of":
        return False
    after = low_at(tokens, index + 1)
    joined = (after in HYPHENS and glued_at(tokens, index + 1)) or (before in HYPHENS and token.glued)
    owned = before.endswith(("'s", "’s")) and before not in ("it's", "it’s")
    return not (joined or owned or after == "of")
