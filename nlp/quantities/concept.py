"""What is counted or measured, in the words of the text."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.quantities.change import COMPARATIVES, VERBS
from nlp.quantities.magnitudes import MAGNITUDES
from nlp.quantities.nouns import FUNCTION, NOT_PLURAL, is_plural
from nlp.quantities.numberwords import ARTICLES, NUMBERS
from nlp.quantities.reading import Reading
from nlp.quantities.tables import words
from nlp.quantities.tokens import HYPHENS, Shape, Token, glued_at, low_at
from nlp.quantities.units import match_unit
from nlp.records import Kind

COMMON_VERBS = words("verbs", "common") | frozenset(VERBS)
BOUNDARIES = words("verbs", "boundaries")
ADVERBIALS = words("verbs", "adverbials")
PRONOUNS = words("verbs", "pronouns")
DETERMINERS = words("sets", "concept_articles")
LINKS = frozenset(("of", "in", "for", "on", "from", "at", "off", "to"))
NOUNLIKE = frozenset(NOT_PLURAL) | frozenset(
    ("increased", "combined", "estimated", "united", "advanced", "limited", "unlimited", "fixed")
)
MODALS = words("sets", "modals")
WEAK = words("sets", "concept_weak")
JOINTS = frozenset("-–‑/.&’'")
RELATIVES = frozenset(("which", "that", "who"))
LONGEST = 7
BASE = frozenset(word for word in COMMON_VERBS if f"{word}s" in COMMON_VERBS or f"{word}es" in COMMON_VERBS)
"""Forms that are nouns as often as verbs."""
OPENING = frozenset(
    ("however", "also", "meanwhile", "still", "but", "and", "now", "instead", "then", "so", "besides", "overall")
)
REACH = 60
"""How many tokens before the figure its subject may stand."""


def is_verb(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` looks like a verb: a known form, behind "to" or a modal, or in -ed before no noun."""
    token = tokens[index]
    low, before, after = token.low, low_at(tokens, index - 1), low_at(tokens, index + 1)
    joined = (after in HYPHENS and glued_at(tokens, index + 1)) or (before in HYPHENS and token.glued)
    owned = before.endswith(("'s", "’s")) and before not in ("it's", "it’s")
    if token.shape is not Shape.WORD or joined or owned or after == "of":
        return False
    if before in ARTICLES or before in DETERMINERS or before == "of":
        return False
    if low in COMMON_VERBS or (before in MODALS and token.text[0].islower()):
        return True
    return low.endswith("ed") and len(low) > 4 and low not in NOUNLIKE and not token.text[0].isupper()


def _is_content(token: Token) -> bool:
    if token.shape is Shape.SIGN:
        return token.text == "&"
    if token.shape is Shape.NUMBER:
        return False
    if token.low in MAGNITUDES or token.low in NUMBERS:
        return False
    return token.low not in FUNCTION and not (
        token.low.endswith("ly") and len(token.low) > 4 and token.text[0].islower()
    )


def _join(tokens: Sequence[Token], kept: Sequence[int]) -> str:
    """The kept words with a blank between them, pieces that are glued in the text in one."""
    parts: list[str] = []
    for position, index in enumerate(kept):
        text = tokens[index].text
        text = text[:-2] if text.endswith(("'s", "’s")) else text
        near = position > 0 and kept[position - 1] == index - 1 and tokens[index].glued
        if near and parts:
            parts[-1] += text
        else:
            parts.append(text)
    whole = [part[:-2] if part.endswith(("'s", "’s")) else part for part in parts]
    return " ".join(part for part in whole if part.strip("-&/.,"))


def _content(tokens: Sequence[Token], first: int, last: int) -> list[int]:
    """The content words of a stretch; hyphens and dots inside words stay."""
    kept: list[int] = []
    for index in range(first, last):
        token = tokens[index]
        next_to = bool(kept) and kept[-1] == index - 1
        inside = next_to and token.glued and tokens[index - 1].text in HYPHENS
        number = token.shape is Shape.NUMBER and next_to and tokens[index - 1].text[0].isupper()  # "S&P 500"
        joint = next_to and token.text in JOINTS and token.glued and glued_at(tokens, index + 1)
        if inside or number or joint or _is_content(token):
            kept.append(index)
    return kept


def _is_inner(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token is a hyphen or the like inside a word, or what a hyphen joins to one ("loan-to-value")."""
    token = tokens[index]
    if not token.glued:
        return False
    return (token.text in JOINTS and glued_at(tokens, index + 1)) or tokens[index - 1].text in HYPHENS


def _phrase_from(tokens: Sequence[Token], index: int, *, chain: bool) -> tuple[list[int], int]:
    """The content words of the noun phrase at `index`, with "of ..." and the like behind it, and where it ends."""
    at = index
    while at < len(tokens) and tokens[at].low in DETERMINERS:
        at += 1
    first = at
    while at < len(tokens) and at - first < LONGEST:
        token = tokens[at]
        inner = at > first and _is_inner(tokens, at)
        if not inner and (
            not _is_content(token) or (is_verb(tokens, at) and at > first and not _adjective(tokens, at))
        ):
            break
        at += 1
    if at == first:
        return [], at
    kept = _content(tokens, first, at)
    if chain and low_at(tokens, at) in ("of", "on", "for", "in"):
        more, end = _phrase_from(tokens, at + 1, chain=False)
        if more and tokens[more[0]].low not in WEAK:
            return kept + more, end
    return kept, at


def _adjective(tokens: Sequence[Token], index: int) -> bool:
    """Whether a form in -ed stands before a noun: "installed capacity"."""
    low = tokens[index].low
    return low.endswith("ed") and index + 1 < len(tokens) and is_plural(tokens[index + 1])


def _phrase_to(tokens: Sequence[Token], end: int, *, floor: int) -> list[int]:
    """The content words of the noun phrase that ends before `end`."""
    at = end
    while at > floor and end - at < LONGEST:
        token = tokens[at - 1]
        inner = at < end and (
            _is_inner(tokens, at - 1) or (token.text in JOINTS and token.glued and glued_at(tokens, at))
        )
        if not inner and (not _is_content(token) or is_verb(tokens, at - 1)):
            break
        at -= 1
    return _content(tokens, at, end)


def find_concept(tokens: Sequence[Token], reading: Reading, *, before: Reading | None) -> str:
    """The words for what the figure is of: the phrase it stands in or leads to, else the subject of its clause."""
    if reading.kind is Kind.COUNT and reading.noun is not None and not reading.inherited:
        return _join(
            tokens, [index for index in range(reading.noun.first, reading.noun.last) if tokens[index].text != ","]
        )
    if reading.near or reading.subject:
        return reading.near or reading.subject
    near = near_concept(tokens, reading)
    if near:
        return near
    if before is not None and _follows(tokens, before, reading):
        return subject_of(tokens, before) if before.kind is Kind.COUNT else before.concept
    return subject_of(tokens, reading) or loose_concept(tokens, reading)


def loose_concept(tokens: Sequence[Token], reading: Reading) -> str:
    """Where there is no subject: the phrase that a preposition ties to the figure, or the nearest one before it."""
    at = reading.last
    if low_at(tokens, at) in ("for", "off", "in", "on", "from", "to", "at", "by") and reading.kind is not Kind.DURATION:
        kept, _ = _phrase_from(tokens, at + 1, chain=True)
        kept = [index for index in kept if tokens[index].low not in WEAK]
        if kept and not is_verb(tokens, kept[0]):
            return _join(tokens, kept)
    start = _start(reading)
    for end in range(start, max(0, start - 12), -1):
        if end < start and tokens[end].text in ".;:":
            break
        kept = [index for index in _phrase_to(tokens, end, floor=0) if tokens[index].low not in WEAK]
        if kept and kept[-1] == end - 1:
            return _join(tokens, kept)
    return ""


def _follows(tokens: Sequence[Token], before: Reading, reading: Reading) -> bool:
    """Whether the figure repeats or continues the one before: "(...)", "and ...", "/"."""
    gap = [
        token.text
        for token in tokens[before.last : max(before.last, _start(reading))]
        if token.low not in ("up", "down")
    ]
    return gap in (["("], ["/"], [","], ["or"], ["and"], [",", "or"], ["to"])


def near_concept(tokens: Sequence[Token], reading: Reading) -> str:
    """The noun phrase that the figure qualifies ("a $150,000 contract", "25% of revenue", "a price of $5"), else ""."""
    return _join(tokens, _behind(tokens, reading)) or _join(tokens, _before(tokens, reading))


def _behind(tokens: Sequence[Token], reading: Reading) -> list[int]:
    """The phrase behind the figure: "25% of revenue", "$8 billion in loans", "a $5 fee", "30% lower power"."""
    at = max(reading.last, reading.after)
    if reading.kind is Kind.COUNT or at >= len(tokens):
        return []
    if tokens[at].low in COMPARATIVES and reading.kind in (Kind.PERCENT, Kind.RATIO):
        at += 1
    low = low_at(tokens, at)
    if low == "of" and reading.kind is not Kind.DURATION:
        return _phrase_from(tokens, at + 1, chain=True)[0]
    if low == "in" and reading.kind is Kind.MONEY:
        kept, _ = _phrase_from(tokens, at + 1, chain=False)
        usable = kept and tokens[kept[0]].text[0].islower() and tokens[kept[0]].low not in WEAK
        return kept if usable else []
    if low in ("the", "its", "their") and reading.kind is Kind.RATIO:
        return _phrase_from(tokens, at, chain=False)[0]
    return [] if low in HYPHENS and glued_at(tokens, at) else _qualified(tokens, reading, at)


def _qualified(tokens: Sequence[Token], reading: Reading, index: int) -> list[int]:
    """The noun phrase right behind the figure, over further figures ("24 GB 8-Hi devices")."""
    at = index
    while at < len(tokens) and tokens[at].shape is Shape.NUMBER and not tokens[at].glued:
        found = match_unit(tokens, at + 1 + (low_at(tokens, at + 1) in HYPHENS))
        if found is None:
            break
        at = found[1]
    kept, _ = _phrase_from(tokens, at, chain=True)
    if not kept or kept[0] != at or tokens[at].low in WEAK:
        return []
    noun = reading.kind is Kind.MONEY or low_at(tokens, _start(reading) - 1) in ARTICLES
    plain = not tokens[at].low.endswith(("s", "ed", "ing"))
    return [] if is_verb(tokens, at) and not (noun and plain) else kept


def _before(tokens: Sequence[Token], reading: Reading) -> list[int]:
    """The phrase that leads to the figure: "a price of $5", "chips worth $5", "fines from $5 to $9", "it for $5"."""
    start = _start(reading)
    link = low_at(tokens, start - 1)
    if low_at(tokens, start) == "from" and reading.high is not None:
        end = start
    elif link in ("of", "worth") or (link == "for" and reading.kind is Kind.MONEY):
        end = start - 1
    else:
        return []
    kept = _phrase_to(tokens, end, floor=0)
    return [] if all(tokens[index].low in WEAK for index in kept) else kept


def _start(reading: Reading) -> int:
    return reading.outer if reading.outer >= 0 else reading.first


def subject_of(tokens: Sequence[Token], reading: Reading) -> str:
    """The subject of the clause of the figure, "" where it is a pronoun or there is none."""
    start = _start(reading)
    adjacent = _adjacent(tokens, start)
    if adjacent:
        return _join(tokens, adjacent)
    end = start
    lowest = max(0, start - REACH)
    while end > lowest:
        begin = end
        while begin > lowest and tokens[begin - 1].low not in BOUNDARIES:
            begin -= 1
        found = _clause_subject(tokens, begin, end, whole=end == start)
        if found is None and end == start and low_at(tokens, begin - 1) in RELATIVES:
            found = _phrase_to(tokens, begin - 1 - (low_at(tokens, begin - 2) == ","), floor=0) or None
        if found is not None:
            return _join(tokens, found)
        end = begin - 1
    return ""


def _adjacent(tokens: Sequence[Token], start: int) -> list[int]:
    """A name right before the figure, with no verb: "FTSE -0.6%", "Nvidia (4%)"."""
    end = start - 1 if low_at(tokens, start - 1) in ("(", ":") else start
    if end < 1 or (end == start and not tokens[end - 1].text[0].isupper()):
        return []
    kept = _phrase_to(tokens, end, floor=0)
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
    kept = [index for index in _content(tokens, begin, verb) if not _is_weak(tokens[index])]
    return kept or None


def _is_weak(token: Token) -> bool:
    return token.low in WEAK and token.text[0].islower()


def _main_verb(tokens: Sequence[Token], begin: int, end: int) -> int | None:
    """The first verb from `begin` on, over a form that is rather part of the subject ("the pay package was")."""
    verbs = [index for index in range(begin, end) if is_verb(tokens, index)]
    if not verbs:
        return None
    first = verbs[0]
    if tokens[first].low in BASE and len(verbs) > 1 and verbs[1] > first + 1:
        between = tokens[first + 1 : verbs[1]]
        if tokens[verbs[1]].low not in BASE and all(_is_content(token) for token in between):
            return verbs[1]
    return first


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
