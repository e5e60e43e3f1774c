"""Lines that recur across the pages of one host: what an outlet puts around every article, not what it writes in one.

Only what stands where such lines stand is looked at: short lines above and below the running text, or alone between two
of its paragraphs, and the first and the last paragraph. A line must recur on several pages that are no copies of one
another, and on a fair share of those that are known of the host; a whole paragraph on more than a short line. Once
learned, a line stays known, so that a page reads the same whenever it is read again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spiders.extraction.characters import fold
from spiders.extraction.repair import ends_sentence

_PROSE_WORDS = 8
_LONGEST = 600
# Pages, and share of the host's pages, that a line must stand on.
_SHORT_AT_EDGE = (3, 0.2)
_SHORT_BETWEEN = (4, 0.4)
_PARAGRAPH = (5, 0.5)
# A page that shares more than this of its running text with another is a copy of it.
_COPY = 0.5
_ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringLine:
    """A line that a host repeats. `line` is the digest of its words, `sample` how one page writes it.

    `only_at_edges` is True where it was seen to recur above and below the running text only, and may go only there.
    """

    host: str
    line: str
    only_at_edges: bool
    sample: str


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    digest: str
    prose: bool


class Recurring:
    """The lines that are known to recur, by host. Grows as pages are shown to it."""

    def __init__(self, known: Iterable[RecurringLine] = ()) -> None:
        self._known: dict[str, dict[str, bool]] = {}
        self._learned: list[RecurringLine] = []
        for line in known:
            self._known.setdefault(line.host, {})[line.line] = line.only_at_edges

    def learn(self, host: str, pages: Iterable[Sequence[str]]) -> None:
        """Learn which lines of these pages recur; each page is the paragraphs of another article of the host."""
        texts = [_read(page) for page in pages]
        known = self._known.setdefault(host, {})
        for _ in range(_ROUNDS):
            # What stands above a line that has just been learned is at the edge now.
            stripped = [_strip(text, known) for text in texts]
            found = _find(_without_copies(stripped), host=host, known=known)
            if not found:
                return
            known.update({line.line: line.only_at_edges for line in found})
            self._learned += found

    def strip(self, host: str, paragraphs: Sequence[str]) -> tuple[str, ...]:
        """Return the paragraphs without the lines that are known to recur on the host."""
        known = self._known.get(host)
        if not known:
            return tuple(paragraphs)
        return tuple(line.text for line in _strip(_read(paragraphs), known))

    def take_learned(self) -> tuple[RecurringLine, ...]:
        """Return what has been learned since the last call."""
        learned, self._learned = tuple(self._learned), []
        return learned


def _read(paragraphs: Sequence[str]) -> list[_Line]:
    return [_Line(text, _digest(text), _is_prose(text)) for text in paragraphs]


def _digest(text: str) -> str:
    return hashlib.blake2b(fold(text).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _is_prose(text: str) -> bool:
    return ends_sentence(text) and text.count(" ") >= _PROSE_WORDS


def _strip(lines: list[_Line], known: Mapping[str, bool]) -> list[_Line]:
    for _ in range(len(lines)):
        edges, between = _candidates(lines)
        gone = {index for index in edges if lines[index].digest in known}
        gone |= {index for index in between if not known.get(lines[index].digest, True)}
        if not gone:
            break
        lines = [line for index, line in enumerate(lines) if index not in gone]
    return lines


def _find(pages: Sequence[list[_Line]], *, host: str, known: Mapping[str, bool]) -> list[RecurringLine]:
    at_edge: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    sample: dict[str, _Line] = {}
    for lines in pages:
        edges, between = _candidates(lines)
        outer = {lines[index].digest for index in edges}
        inner = {lines[index].digest for index in between}
        at_edge.update(outer)
        anywhere.update(outer | inner)
        for index in (*edges, *between):
            sample.setdefault(lines[index].digest, lines[index])
    found: list[RecurringLine] = []
    for digest, line in sample.items():
        recurs = _reaches(at_edge[digest], _PARAGRAPH if line.prose else _SHORT_AT_EDGE, of=len(pages))
        everywhere = not line.prose and _reaches(anywhere[digest], _SHORT_BETWEEN, of=len(pages))
        only_at_edges = not everywhere
        if (recurs or everywhere) and digest not in known:
            found.append(RecurringLine(host=host, line=digest, only_at_edges=only_at_edges, sample=line.text))
    return found


def _reaches(count: int, bar: tuple[int, float], *, of: int) -> bool:
    least, share = bar
    return count >= least and count >= share * of


def _candidates(lines: Sequence[_Line]) -> tuple[list[int], list[int]]:
    """The numbers of the lines that may be a site's own: at the edges of the running text, and alone between."""
    prose = [index for index, line in enumerate(lines) if line.prose]
    if not prose:
        return [], []
    times = Counter(line.digest for line in lines)
    first, last = prose[0], prose[-1]
    edges = [index for index in (*range(first), *range(last + 1, len(lines))) if _may_go(index, lines, times)]
    # Of a text with one paragraph, that paragraph is the article.
    edges += [index for index in (first, last) if first != last and times[lines[index].digest] == 1]
    between = [
        index
        for index in range(first + 1, last)
        if not lines[index].prose and lines[index - 1].prose and lines[index + 1].prose and _may_go(index, lines, times)
    ]
    return [index for index in edges if len(lines[index].text) <= _LONGEST], between


def _may_go(index: int, lines: Sequence[_Line], times: Mapping[str, int]) -> bool:
    """What stands more than once in a page labels its text; what stands beside figures is the cell of a table."""
    beside = [lines[other] for other in (index - 1, index + 1) if 0 <= other < len(lines)]
    return times[lines[index].digest] == 1 and not any(
        not line.prose and any(char.isdigit() for char in line.text) for line in beside
    )


def _without_copies(pages: Sequence[list[_Line]]) -> list[list[_Line]]:
    """The pages but those that say mostly what an earlier one says: their lines recur because the article does."""
    by_line: dict[str, list[int]] = {}
    kept: list[list[_Line]] = []
    for lines in pages:
        shared: Counter[int] = Counter()
        prose = {line.digest: len(line.text) for line in lines if line.prose}
        for digest, length in prose.items():
            for number in by_line.get(digest, ()):
                shared[number] += length
        if shared and shared.most_common(1)[0][1] > _COPY * sum(prose.values()):
            continue
        for digest in prose:
            by_line.setdefault(digest, []).append(len(kept))
        kept.append(lines)
    return kept
