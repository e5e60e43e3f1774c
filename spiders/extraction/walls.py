"""Pages that came in the place of an article: errors, consent notices, paywalls."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from spiders.extraction.characters import fold
from spiders.extraction.errors import ExtractError, Reason

PATH = Path(__file__).with_name("walls.toml")
_SHORT = 1200
_TEASER = 600
_LEAST = 80
_CONSENT_PER_WORD = 1 / 25


def check_status(status: int) -> None:
    """Raise ExtractError for an answer that says itself that it is none."""
    if status >= 400:
        raise ExtractError(Reason.ERROR_PAGE, f"the server answered {status}")


def check_article(*, title: str, paragraphs: tuple[str, ...], free: bool = True, page_text: str = "") -> None:
    """Raise ExtractError where title and body are those of an error page, a consent notice or a paywall, or no body.

    `free` is what the page says of itself; `page_text` helps to say why there is no body.
    """
    text = "\n".join(paragraphs)
    if len(text) < _SHORT:
        _check_short(title, text, free=free)
    # East Asian writing says as much in a third of the characters.
    weight = len(text) + 2 * sum(char >= "\u3000" for char in text[:_LEAST])
    if weight < _LEAST:
        _check_rest(page_text)
        raise ExtractError(Reason.NO_BODY, f"{len(text)} characters of running text under {title[:80]!r}")


def _check_short(title: str, text: str, *, free: bool) -> None:
    lists, folded = _load(), fold(text)
    for line in (fold(title), folded):
        found = next((words for words in lists["error_titles"] if line == words or line.startswith(words + " ")), None)
        if found and (len(text) < _TEASER or line == found):
            raise ExtractError(Reason.ERROR_PAGE, f"the page says {found!r}")
    padded = f" {folded} "
    hits = sum(padded.count(f" {words} ") for words in lists["consent"])
    if hits >= 3 and hits >= folded.count(" ") * _CONSENT_PER_WORD:
        raise ExtractError(Reason.CONSENT, f"{hits} consent phrases in {len(text)} characters")
    walls = [words for words in lists["paywall"] if f" {words} " in padded]
    if (walls and len(text) < _TEASER) or (not free and len(text) < _TEASER // 2):
        raise ExtractError(
            Reason.PAYWALL, f"only {len(text)} characters before the wall ({', '.join(walls) or 'marked as not free'})"
        )
    if len(text) < _TEASER and any(f" {words} " in padded for words in lists["script"]):
        raise ExtractError(Reason.NO_BODY, "the page asks for JavaScript")


def _check_rest(page_text: str) -> None:
    lists, padded = _load(), f" {fold(page_text[:20_000])} "
    if any(f" {words} " in padded for words in lists["script"]):
        raise ExtractError(Reason.NO_BODY, "the page has no text and asks for JavaScript")
    if sum(padded.count(f" {words} ") for words in lists["consent"]) >= 3:
        raise ExtractError(Reason.CONSENT, "the page has no text besides a consent notice")
    if any(f" {words} " in padded for words in lists["paywall"]):
        raise ExtractError(Reason.PAYWALL, "the page has no text besides a paywall")


@cache
def _load() -> dict[str, tuple[str, ...]]:
    rows = tomllib.loads(PATH.read_text(encoding="utf-8"))
    for name, values in rows.items():
        if not isinstance(values, list) or not all(isinstance(value, str) and fold(value) for value in values):
            raise ValueError(f"{PATH}: {name} must be a list of words")
    return {name: tuple(fold(value) for value in values) for name, values in rows.items()}
