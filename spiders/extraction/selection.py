"""A second opinion on which lines of a page are its article's.

trafilatura finds the body but sometimes stops at the end of its first container, drops a paragraph that is full of
links, or goes on into the next article. Where its lines stand in the page shows which others belong to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.extraction.blocks import Block
from spiders.extraction.repair import ends_sentence

_SQUEEZE = re.compile(r"[\W_]+")
_LEAST_MATCHED = 0.6
_LEAST_SHARE = 0.25
_PARAGRAPH_WORDS = 8
_MOST_LINKED = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line that was found, and the number of the block that it stands in, None where there is none."""

    text: str
    block: int | None


def mend_selection(found: Sequence[str], blocks: Sequence[Block]) -> list[str]:
    """Return the lines found, with the paragraphs between and after them that stand in the same places of the page."""
    lines = _locate(found, blocks)
    taken = {line.block for line in lines if line.block is not None}
    words = {index: blocks[index].text.count(" ") + 1 for index in taken}
    total = sum(line.text.count(" ") + 1 for line in lines)
    if not taken or sum(words.values()) < _LEAST_MATCHED * total:
        return list(found)
    missing = _missing(blocks, taken=taken, words=words)
    return _merge(lines, missing, blocks)


def _locate(found: Sequence[str], blocks: Sequence[Block]) -> list[_Line]:
    by_key: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        by_key.setdefault(_key(block.text), []).append(index)
    lines, last = [], -1
    for text in found:
        places = by_key.get(_key(text), [])
        # The same words may stand twice, in a teaser and in the body: the next one after the line before is meant.
        place = next((index for index in places if index > last), None)
        last = last if place is None else place
        lines.append(_Line(text=text, block=place))
    return lines


def _missing(blocks: Sequence[Block], *, taken: set[int], words: dict[int, int]) -> list[int]:
    places: Counter[tuple[str, ...]] = Counter()
    for index in taken:
        if words[index] >= _PARAGRAPH_WORDS and blocks[index].tag in {"p", "div", "li", "td"}:
            places[(blocks[index].tag, *blocks[index].place)] += words[index]
    total = sum(places.values())
    own = {place for place, count in places.items() if count >= _LEAST_SHARE * total}
    first, last = min(taken), max(taken)
    around = {number for index in taken if words[index] >= _PARAGRAPH_WORDS for number in _near(blocks[index])}
    return [
        index
        for index, block in enumerate(blocks)
        if index not in taken
        and index > first
        and (block.tag, *block.place) in own
        and not around.isdisjoint(_near(block))
        and _is_paragraph(block, inner=index < last)
    ]


def _near(block: Block) -> tuple[int, ...]:
    """The elements around a line that its place is about; a place without names is not to be told from others."""
    named = [level for level, name in enumerate(block.place) if "." in name]
    levels = named[-1] + 3 if named else 2
    return block.within[-levels:-1]


def _is_paragraph(block: Block, *, inner: bool) -> bool:
    if block.noise or block.linked > _MOST_LINKED * len(block.text):
        return False
    return ends_sentence(block.text) and block.text.count(" ") >= (3 if inner else _PARAGRAPH_WORDS)


def _merge(lines: Sequence[_Line], missing: Sequence[int], blocks: Sequence[Block]) -> list[str]:
    merged: list[str] = []
    waiting = list(missing)
    for line in lines:
        while line.block is not None and waiting and waiting[0] < line.block:
            merged.append(blocks[waiting.pop(0)].text)
        merged.append(line.text)
    return merged + [blocks[index].text for index in waiting]


def _key(text: str) -> str:
    return _SQUEEZE.sub("", text)
