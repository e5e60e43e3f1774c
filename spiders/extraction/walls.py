"""Pages that came in the place of an article: errors, consent notices, paywalls, log-ins, shells of programs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spiders.extraction.characters import fold
from spiders.extraction.errors import ExtractError, Reason

PATH = Path(__file__).with_name("walls.toml")
_SHORT = 1200
_TEASER = 600
_LEAST = 80
_CONSENT_PER_WORD = 1 / 25
_CONSENT_WORDS = 150
_WALL_WORDS = 60
# A page that shows this much before its wall shows the article, and sells something else below it.
_WHOLE = 2500
_SAMPLE = 20_000
_LAST = 5
_QUOTED = re.compile('["“”]')
_OFFER = re.compile(
    r"\b(?:you|your|our|us|now)\b.*\b(?:subscri\w+|access|journalism|trial|membership|unlimited|cancel|newsletters?"
    r"|plans?|account|log ?in|sign (?:in|up)|per (?:month|week|year)|a (?:month|week|year))\b"
    r"|\b(?:subscribe|sign in|log in|register|cancel any ?time|unlimited access|per month|billed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows of an article: `paragraphs` without the words of a wall, `wall` why there is no more.

    `wall` is None where the article is there for everybody.
    """

    paragraphs: tuple[str, ...]
    wall: Reason | None


def check_status(status: int) -> None:
    """Raise ExtractError for an answer that says itself that it is none."""
    if status >= 400:
        raise ExtractError(Reason.ERROR_PAGE, f"the server answered {status}")


def read_shown(paragraphs: Sequence[str], *, title: str, free: bool = True, page_text: str = "") -> Shown:
    """Return what a page shows of its article.

    Raises ExtractError where title and body are those of an error page, a consent notice or nothing but a wall, or
    where there is no body. `free` is what the page says of itself; `page_text` helps to say why there is no body.
    """
    text = "\n".join(paragraphs)
    if len(text) < _SHORT:
        _check_short(title, text, lines=paragraphs)
    kept = [line for line in paragraphs if not _asks_consent(line)]
    kept, wall = _cut_wall(kept, free=free)
    if _weigh(kept) < _LEAST:
        if wall is not None:
            raise ExtractError(wall, f"only {sum(map(len, kept))} characters before the wall")
        _check_rest(page_text)
        raise ExtractError(Reason.NO_BODY, f"{len(text)} characters of running text under {title[:80]!r}")
    if wall is None and (not free or (sum(map(len, kept)) < _SHORT and _stops_reader(page_text))):
        wall = Reason.PAYWALL
    return Shown(paragraphs=tuple(kept), wall=wall)


def asks_for_script(text: str) -> bool:
    """Return whether a text says that the page needs JavaScript."""
    return _has(f" {fold(text[:_SAMPLE])} ", _load()["script"])


def _cut_wall(lines: list[str], *, free: bool) -> tuple[list[str], Reason | None]:
    """The lines before a wall, and which wall it is. Words of offers among running text go, and are no wall."""
    # In a long text only what nobody says of others counts, but for the last lines of one that is not free.
    weak = 0 if sum(map(len, lines)) < _TEASER else (len(lines) if free else len(lines) - _LAST)
    walls = [index for index, line in enumerate(lines) if _is_wall(line, weak=index >= weak)]
    if not walls:
        return lines, None
    first = walls[0]
    after = [line for line in lines[first + 1 :] if not _sells(line)]
    before = sum(map(len, lines[:first]))
    if sum(map(len, after)) >= _TEASER or (free and before >= _WHOLE):
        return [line for index, line in enumerate(lines) if index not in set(walls)], None
    folded = f" {fold(' '.join(lines[first:]))} "
    login = _has(folded, _load()["login"]) and not _has(folded, _load()["paywall"])
    kept = lines[:first]
    # The offer may begin above the line that names it.
    while kept and _sells(kept[-1]):
        kept.pop()
    return kept, Reason.LOGIN if login else Reason.PAYWALL


def _is_wall(line: str, *, weak: bool) -> bool:
    """Whether a line tells the reader to pay or log in."""
    if line.count(" ") >= _WALL_WORDS or _QUOTED.search(line):
        return False
    lists, padded = _load(), f" {fold(line)} "
    if _has(padded, lists["reader"]):
        return True
    return weak and (_has(padded, lists["paywall"]) or _has(padded, lists["login"]))


def _stops_reader(page_text: str) -> bool:
    """Whether a page tells its reader to pay or log in; "already a subscriber?" is in many a menu."""
    phrases = [phrase for phrase in _load()["reader"] if not phrase.startswith("already")]
    return _has(f" {fold(page_text[:_SAMPLE])} ", phrases)


def _sells(line: str) -> bool:
    return line.count(" ") < _WALL_WORDS and not _QUOTED.search(line) and _OFFER.search(line) is not None


def _asks_consent(line: str) -> bool:
    """A paragraph of a cookie banner: it speaks as the site, and of little else."""
    words = line.count(" ") + 1
    if not 6 <= words <= _CONSENT_WORDS or _QUOTED.search(line):
        return False
    padded = f" {fold(line)} "
    hits = sum(padded.count(f" {phrase} ") for phrase in _load()["consent"])
    speaks = _has(padded, ("we", "our", "you", "your"))
    return speaks and hits >= 3 and hits >= words * _CONSENT_PER_WORD


def _check_short(title: str, text: str, *, lines: Sequence[str]) -> None:
    lists, folded = _load(), fold(text)
    for line in (fold(title), folded):
        found = next((words for words in lists["error_titles"] if line == words or line.startswith(words + " ")), None)
        if found and (len(text) < _TEASER or line == found):
            raise ExtractError(Reason.ERROR_PAGE, f"the page says {found!r}")
    padded = f" {folded} "
    hits = sum(padded.count(f" {words} ") for words in lists["consent"])
    other = sum(len(line) for line in lines if not _has(f" {fold(line)} ", lists["consent"]))
    if hits >= 3 and hits >= folded.count(" ") * _CONSENT_PER_WORD and 2 * other < len(text):
        raise ExtractError(Reason.CONSENT, f"{hits} consent phrases in {len(text)} characters")
    if len(text) < _TEASER and _has(padded, lists["script"]):
        raise ExtractError(Reason.BROWSER, "the page asks for JavaScript")


def _check_rest(page_text: str) -> None:
    lists, padded = _load(), f" {fold(page_text[:_SAMPLE])} "
    if _has(padded, lists["script"]):
        raise ExtractError(Reason.BROWSER, "the page has no text and asks for JavaScript")
    if sum(padded.count(f" {words} ") for words in lists["consent"]) >= 3:
        raise ExtractError(Reason.CONSENT, "the page has no text besides a consent notice")
    if _has(padded, lists["paywall"]):
        raise ExtractError(Reason.PAYWALL, "the page has no text besides a paywall")
    if _has(padded, lists["login"]):
        raise ExtractError(Reason.LOGIN, "the page has no text besides a log-in")


def _weigh(lines: Iterable[str]) -> int:
    """The characters of a text; East Asian writing says as much in a third of them."""
    text = "\n".join(lines)
    return len(text) + 2 * sum(char >= "\u3000" for char in text[:_LEAST])


def _has(padded: str, phrases: Iterable[str]) -> bool:
    return any(f" {words} " in padded for words in phrases)


@cache
def _load() -> dict[str, tuple[str, ...]]:
    rows = tomllib.loads(PATH.read_text(encoding="utf-8"))
    for name, values in rows.items():
        if not isinstance(values, list) or not all(isinstance(value, str) and fold(value) for value in values):
            raise ValueError(f"{PATH}: {name} must be a list of words")
    return {name: tuple(fold(value) for value in values) for name, values in rows.items()}
