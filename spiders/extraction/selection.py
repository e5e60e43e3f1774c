"""A second opinion on which lines of a page are its article's.

trafilatura finds the body but sometimes stops at the end of its first container, drops a paragraph that is full of
links, or goes on into the next article. Where its lines stand in the page shows which others belong to them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spiders.extraction.blocks import Block
from spiders.extraction.characters import fold
from spiders.extraction.phrases import load_phrases
from spiders.extraction.repair import ends_sentence, is_about_heading

_SQUEEZE = re.compile(r"[\W_]+")
_LEAST_MATCHED = 0.6
_LEAST_SHARE = 0.25
_PARAGRAPH_WORDS = 8
_ENOUGH_WORDS = 80
_ENOUGH_LINES = 5
_MOST_LINKED = 0.7
_LITTLE_LINKED = 0.2
_LONG = 200
_ALL_LINKED = 0.9
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """Where the body stands: the places of its paragraphs, the widget names around all of them, its article element,
    and the number of the heading that other articles follow.

    A theme may name the whole page as widgets are named; what counts is a name that the body does not have.
    """

    places: frozenset[tuple[str, ...]]
    noise: frozenset[int]
    article: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line that was found, and the number of the block that it stands in, None where there is none."""

    text: str
    block: int | None


def mend_selection(found: Sequence[str], blocks: Sequence[Block]) -> list[str]:
    """Return the lines found, without teasers, with the other paragraphs that stand in the same places of the page."""
    lines = _locate(found, blocks)
    words = {line.block: line.text.count(" ") + 1 for line in lines if line.block is not None}
    total = sum(line.text.count(" ") + 1 for line in lines)
    if not words or sum(words.values()) < _LEAST_MATCHED * total:
        return list(found)
    body = _describe_body(blocks, words)
    lines = [line for line in lines if line.block is None or not _is_foreign(line.block, blocks, body)]
    taken = {line.block for line in lines if line.block is not None}
    # Joined, because one block of the page may have been found as several lines.
    said = "".join(_key(line.text) for line in lines)
    missing = [index for index in _missing(blocks, taken=taken, body=body) if _key(blocks[index].text) not in said]
    return _merge(_with_about(lines, blocks), missing, blocks)


def _locate(found: Sequence[str], blocks: Sequence[Block]) -> list[_Line]:
    by_key: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        by_key.setdefault(_key(block.text), []).append(index)
    lines, last = [], -1
    for text in found:
        places = by_key.get(_key(text), [])
        # The same words may stand twice, in a teaser and in the body: the next one after the line before is meant.
        following = bisect_right(places, last)
        place = places[following] if following < len(places) else None
        last = last if place is None else place
        lines.append(_Line(text=text, block=place))
    return lines


def _describe_body(blocks: Sequence[Block], words: Mapping[int, int]) -> _Body:
    places: Counter[tuple[str, ...]] = Counter()
    for index, count in words.items():
        if count >= _PARAGRAPH_WORDS and blocks[index].tag in {"p", "div", "li", "td"}:
            places[_place(blocks[index])] += count
    if not places:
        return _Body(places=frozenset(), noise=frozenset(), article=0, end=len(blocks))
    main = places.most_common(1)[0][0]
    inside = [index for index in words if _place(blocks[index]) == main]
    return _Body(
        places=frozenset(place for place, count in places.items() if count >= _LEAST_SHARE * places.total()),
        noise=frozenset(number for index in inside for number in blocks[index].noise),
        article=blocks[min(words)].article,
        end=_end_of_article(blocks, start=min(words)),
    )


def _end_of_article(blocks: Sequence[Block], *, start: int = 0) -> int:
    """The number of the first heading that other articles or comments follow."""
    endings = load_phrases().endings
    return next(
        (
            index
            for index in range(start, len(blocks))
            if len(blocks[index].text) < 60 and fold(blocks[index].text) in endings
        ),
        len(blocks),
    )


def _place(block: Block) -> tuple[str, ...]:
    return (block.tag, *block.place)


def _is_foreign(index: int, blocks: Sequence[Block], body: _Body) -> bool:
    """Whether a line that was found is a link to another article, a widget's, or inside another article's teaser."""
    block = blocks[index]
    if _is_link(block) and block.tag not in _HEADINGS:
        return True
    if body.places and not body.noise.issuperset(block.noise):
        return True
    return block.article != body.article and index > body.end


def _is_link(block: Block) -> bool:
    return block.linked >= _ALL_LINKED * len(block.text)


def _missing(blocks: Sequence[Block], *, taken: set[int], body: _Body) -> list[int]:
    if not taken:
        return []
    first, last = min(taken), max(taken)
    around = {number for index in taken if _place(blocks[index]) in body.places for number in _near(blocks[index])}
    return [
        index
        for index, block in enumerate(blocks)
        if index not in taken
        and index > first
        and _place(block) in body.places
        and not around.isdisjoint(_near(block))
        and not _is_foreign(index, blocks, body)
        and _is_paragraph(block, inner=index < last)
    ]


def _near(block: Block) -> tuple[int, ...]:
    """The elements around a line that its place is about; a place without names is not to be told from others."""
    named = [level for level, name in enumerate(block.place) if "." in name]
    levels = named[-1] + 3 if named else 2
    return block.within[-levels:-1]


def _is_paragraph(block: Block, *, inner: bool) -> bool:
    if block.linked > _MOST_LINKED * len(block.text):
        return False
    return ends_sentence(block.text) and block.text.count(" ") >= (3 if inner else _PARAGRAPH_WORDS)


def _is_long(block: Block) -> bool:
    return len(block.text) > _LONG and block.linked < _LITTLE_LINKED * len(block.text)


def _with_about(lines: Sequence[_Line], blocks: Sequence[Block]) -> list[_Line]:
    """With the heading "About ..." put back where it was lost, for it says that the article has ended."""
    full: list[_Line] = []
    for line in lines:
        before = blocks[line.block - 1].text if line.block else ""
        if is_about_heading(before) and not (full and full[-1].text == before):
            full.append(_Line(text=before, block=None))
        full.append(line)
    return full


def _merge(lines: Sequence[_Line], missing: Sequence[int], blocks: Sequence[Block]) -> list[str]:
    merged: list[str] = []
    waiting = deque(missing)
    for line in lines:
        while line.block is not None and waiting and waiting[0] < line.block:
            merged.append(blocks[waiting.popleft()].text)
        merged.append(line.text)
    return merged + [blocks[index].text for index in waiting]


def _key(text: str) -> str:
    return _SQUEEZE.sub("", text)


def largest_body(blocks: Sequence[Block]) -> list[str]:
    """Return the paragraphs of the element that holds most running text, for a page where nothing better was found."""
    prose = {
        index: block.text.count(" ") + 1
        for index, block in enumerate(blocks)
        if block.tag in {"p", "div", "td"} and (_is_paragraph(block, inner=False) or _is_long(block))
    }
    end = _end_of_article(blocks)
    before = {index: count for index, count in prose.items() if index < end}
    prose = before if sum(before.values()) >= _ENOUGH_WORDS else prose
    around: Counter[int] = Counter()
    for index, count in prose.items():
        for level, number in enumerate(blocks[index].within[-2:-6:-1]):
            # Text counts for its own container in full, for those further out ever less.
            around[number] += count * max(0, 10 - 3 * level)
    if not around:
        return []
    best = max(around, key=lambda number: (around[number], number))
    inside = [blocks[index].text for index in prose if best in blocks[index].within]
    # Pages for wide and narrow screens may hold the same body twice.
    single = {_key(text): text for text in inside}
    half = sum(map(len, single)) / 2
    return [text for key, text in single.items() if len(key) < half or len(single) < _ENOUGH_LINES]
