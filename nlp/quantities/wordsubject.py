"""The subject of the clause of a figure in a sentence that has no parse."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from nlp.quantities.reading import Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import Token, low_at
from nlp.quantities.wordphrase import LONGEST, WEAK, content_words, is_content, phrase_to, write_words
from nlp.quantities.wordverb import BASE, is_verb

BOUNDARIES = words("verbs", "boundaries")
ADVERBIALS = words("verbs", "adverbials")
PRONOUNS = words("verbs", "pronouns")
RELATIVES = frozenset(("which", "that", "who"))
OPENING = frozenset(
    ("however", "also", "meanwhile", "still", "but", "and", "now", "instead", "then", "so", "besides", "overall")
)
REACH = 60
"""How many tokens before the figure its subject may stand."""


def subject_of(tokens: Sequence[Token], reading: Reading) -> str:
    """The subject of the clause of the figure, "" where it is a pronoun or there is none."""
    start = reading.begin
    adjacent = _adjacent(tokens, start)
    if adjacent:
        return write_words(tokens, adjacent)
    end = start
    lowest = max(0, start - REACH)
    while end > lowest:
        begin = end
        while begin > lowest and tokens[begin - 1].low not in BOUNDARIES:
            begin -= 1
        found = _clause_subject(tokens, begin, end, whole=end == start)
        if found is None and end == start and low_at(tokens, begin - 1) in RELATIVES:
            found = phrase_to(tokens, begin - 1 - (low_at(tokens, begin - 2) == ","), floor=0) or None
        if found is not None:
            return write_words(tokens, found)
        end = begin - 1
    return ""


def _adjacent(tokens: Sequence[Token], start: int) -> list[int]:
    """A name right before the figure, with no verb: "FTSE -0.6%", "Nvidia (4%)"."""
    end = start - 1 if low_at(tokens, start - 1) in ("(", ":") else start
    if end < 1 or (end == start and not tokens[end - 1].text[0].isupper()):
        return []
    kept = phrase_to(tokens, end, floor=0)
    return kept if kept and kept[-1] == end - 1 and tokens[kept[-1]].low not in WEAK else []


def _clause_subject(tokens: Sequence[Token], begin: int, end: int, *, whole: bool) -> list[int] | None:
    """The words before the first verb of this clause; None where it has no verb or begins with an adverbial."""
    while begin < end and (
        tokens[begin].low in OPENING or (tokens[begin].low.endswith("ly") and tokens[begin].text[0].islower())
    ):
        begin += 1
    verb = _main_verb(tokens, begin, end)
    if verb is None or verb == begin or tokens[begin].low in ADVERBIALS:
        return None
    if tokens[begin].low in PRONOUNS:
        return [] if whole else None
    begin = _whole_list(tokens, begin)
    kept = [index for index in content_words(tokens, begin, verb) if not _is_weak(tokens[index])]
    return kept or None


def _main_verb(tokens: Sequence[Token], begin: int, end: int) -> int | None:
    """The first verb from `begin` on, over a form that is rather part of the subject ("the pay package was")."""
    verbs = list(islice((index for index in range(begin, end) if is_verb(tokens, index)), 2))
    if not verbs:
        return None
    first = verbs[0]
    if tokens[first].low in BASE and len(verbs) > 1 and verbs[1] > first + 1:
        between = tokens[first + 1 : verbs[1]]
        if tokens[verbs[1]].low not in BASE and all(is_content(token) for token in between):
            return verbs[1]
    return first


def _is_weak(token: Token) -> bool:
    return token.low in WEAK and token.text[0].islower()


def _whole_list(tokens: Sequence[Token], begin: int) -> int:
    """Where the subject begins when it is a list: "sales in Germany, France and Japan"."""
    while begin > 1 and tokens[begin - 1].low in ("and", "or", "&", ","):
        start = begin - 1
        while start > 0 and tokens[start - 1].low not in BOUNDARIES:
            start -= 1
        words_before = tokens[start : begin - 1]
        if not words_before or words_before[0].low in ADVERBIALS | PRONOUNS:
            break
        if any(is_verb(tokens, index) for index in range(start, begin - 1)) or len(words_before) > LONGEST + 3:
            break
        begin = start
    return begin
