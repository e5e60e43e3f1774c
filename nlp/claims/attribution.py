"""Who says so: the speaker of the clause, of the quotation, or of the sentence next to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.claims.candidate import How, from_entity
from nlp.claims.clauses import ClauseKind
from nlp.claims.coreference import Anaphor, find_anaphor, resolve
from nlp.claims.layout import Layout, Sentence
from nlp.claims.node import Node, NodeKind
from nlp.claims.words import ANAPHOR_NOUNS, PHRASE, load_table, read_words
from nlp.records import Entity, Label

_TABLE = load_table("attribution.toml")
_VERBS = frozenset(read_words(_TABLE, "verbs", name="attribution.toml"))
_CLAUSAL = frozenset(read_words(_TABLE, "clausal", name="attribution.toml"))
_GROUPS = frozenset(read_words(_TABLE, "groups", name="attribution.toml"))
_MEDIA = frozenset(read_words(_TABLE, "media", name="attribution.toml"))
_PEOPLE = "people familiar with the matter"
_LETTERS = frozenset({"email", "e-mail", "memo", "letter", "post", "tweet"})
_QUOTES = '"“”'
_STOP = frozenset({",", ";", ":", ".", "(", ")", "–", "—", '"', "“", "”"})
_SPEAKERS = (Label.PERSON, Label.COMPANY, Label.GOV)
_BACK = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who says something: the name, the nodes that name and say it, and what of the sentence is said.

    `only` is False where the speaker may be the subject too: "Intel reported revenue of $5 billion".
    """

    name: str
    first: int
    verb: int
    said_from: int
    said_to: int
    trailing: bool
    only: bool = True


class AttributionFinder:
    """Finds who says what in one text."""

    def __init__(self, layout: Layout) -> None:
        """Read the text's quotation marks once."""
        self._layout = layout
        self._quotes = _find_quotes(layout.text)
        self._quote_starts = [start for start, _ in self._quotes]
        self._kept: dict[int, list[Speaker]] = {}

    def speakers(self, number: int) -> list[Speaker]:
        """Return the speakers of one sentence."""
        kept = self._kept.get(number)
        if kept is None:
            kept = self._kept[number] = _find_speakers(self._layout.sentence(number), self._layout, self._quote_at)
        return kept

    def speaking_nodes(self, number: int) -> frozenset[int]:
        """Return the nodes of a sentence that only name who says it."""
        return frozenset(i for s in self.speakers(number) if s.only for i in range(s.first, s.verb + 1))

    def find(self, offset: int, *, number: int, place: int | None) -> str | None:
        """Return who says the figure at an offset, None where the outlet itself does."""
        quote = self._quote_at(offset)
        if place is not None:
            said = [s for s in self.speakers(number) if s.said_from <= place < s.said_to]
            if said:
                leading = [s for s in said if not s.trailing]
                return (leading or said)[-1].name
        if quote is not None:
            return self._speaker_of_quote(quote, number)
        return self._next_to(number)

    def _quote_at(self, offset: int) -> tuple[int, int] | None:
        at = bisect_right(self._quote_starts, offset) - 1
        if at >= 0 and self._quotes[at][0] <= offset < self._quotes[at][1]:
            return self._quotes[at]
        return None

    def _speaker_of_quote(self, quote: tuple[int, int], number: int) -> str | None:
        """The speaker beside a quotation: in its sentences, in those next to it, or at the quotation that it continues."""
        layout = self._layout
        first, last = layout.sentence_at(quote[0]), layout.sentence_at(max(quote[0], quote[1] - 1))
        paragraph = layout.paragraphs[number]
        for near in [*range(number, min(last + 2, len(layout.bounds))), *range(number - 1, first - 2, -1)]:
            if near < 0 or (layout.paragraphs[near] != paragraph and not first <= near <= last):
                continue
            found = [s for s in self.speakers(near)]
            if found:
                return found[0].name if near >= number else found[-1].name
        return self._speaker_before(first, paragraph)

    def _speaker_before(self, first: int, paragraph: int) -> str | None:
        layout = self._layout
        for near in range(first - 1, max(-1, first - 8), -1):
            if layout.paragraphs[near] < paragraph - 1:
                return None
            found = self.speakers(near)
            same = layout.paragraphs[near] == paragraph
            if found and (same or self._quote_touches(near) or layout.text[layout.bounds[near][1] - 1] == ":"):
                return found[-1].name
        return None

    def _quote_touches(self, number: int) -> bool:
        start, end = self._layout.bounds[number]
        at = bisect_right(self._quote_starts, end) - 1
        return at >= 0 and self._quotes[at][1] > start

    def _next_to(self, number: int) -> str | None:
        """ "That's according to Canalys." speaks for its neighbours in the paragraph."""
        layout = self._layout
        paragraph = layout.paragraphs[number]
        for near in (number + 1, *range(number - 1, max(-1, number - 6), -1)):
            if not 0 <= near < len(layout.bounds) or layout.paragraphs[near] != paragraph:
                if near < number:
                    break
                continue
            start = layout.bounds[near][0]
            if _THAT_IS.match(layout.text, start):
                found = self.speakers(near)
                if found:
                    return found[0].name
        return None


_THAT_IS = re.compile(
    r"(?:That|This|Those figures|These figures|The figures?|The numbers?|The data|The estimates?)(?:['’]s| is| are| comes?| came| was| were| all)? (?:all )?(?:according to|from|per|based on)\b"
)


def _find_quotes(text: str) -> list[tuple[int, int]]:
    """Return the quotations as spans; one that its paragraph does not close ends with the paragraph."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in re.finditer(r"[\"“”]|\n[ \t\r]*\n", text):
        sign = match.group()
        if sign[0] == "\n":
            if opened is not None:
                found.append((opened, match.start()))
            opened = None
        elif opened is None:
            if sign != "”":
                opened = match.start()
        elif sign != "“":
            found.append((opened, match.end()))
            opened = None
        else:
            found.append((opened, match.start()))
            opened = match.start()
    if opened is not None:
        found.append((opened, len(text)))
    return found


def _find_speakers(sentence: Sentence, layout: Layout, quote_at: object) -> list[Speaker]:
    nodes = sentence.nodes
    found: list[Speaker] = []
    for i, node in enumerate(nodes):
        if node.word in {"according", "per", "citing"} and i + 1 < len(nodes) and node.kind is NodeKind.WORD:
            if node.word == "per" and not (nodes[i + 1].entity and (i == 0 or nodes[i - 1].word == ",")):
                continue
            speaker = _source(sentence, i, layout)
            if speaker is not None and node.word != "citing":
                found.append(speaker)
        elif node.word in _VERBS and node.kind is NodeKind.WORD and i:
            speaker = _speaker_at(sentence, i, layout, quote_at)
            if speaker is not None:
                found.append(speaker)
    return found


def _source(sentence: Sentence, i: int, layout: Layout) -> Speaker | None:
    """ "according to X": what follows up to the next stop."""
    nodes = sentence.nodes
    first = i + 2 if nodes[i].word == "according" and i + 1 < len(nodes) and nodes[i + 1].word == "to" else i + 1
    last = next(
        (k for k in range(first, len(nodes)) if nodes[k].word in _STOP or (nodes[k].verb and k > first)), len(nodes)
    )
    name = (
        _name_in(nodes, first, min(last, first + 14), layout)
        or _name_in(nodes, first, min(last + 8, len(nodes)), layout, only=(Label.PERSON,))
        if last - first <= 14
        else None
    )
    if name is None and any(node.word in _LETTERS for node in nodes[first:last]):
        name = _writer(layout, nodes[i].start)
    if name is None:
        name = _words_in(sentence, layout, first, last)
    if name is None:
        return None
    if last < len(nodes) and nodes[last].verb:
        last = _end_of_name(nodes, first, last)
    return Speaker(name=name, first=i, verb=max(i, last - 1), said_from=0, said_to=len(nodes), trailing=i > 2)


def _end_of_name(nodes: Sequence[Node], first: int, last: int) -> int:
    """Where the source ends if no comma parts it from the subject: "According to Canalys the chip costs ..."."""
    at = first
    while at < last and nodes[at].entity is None and not nodes[at].capital:
        at += 1
    if at < last and nodes[at].entity is not None:
        return at + 1
    while (
        at < last and nodes[at].entity is None and (nodes[at].capital or nodes[at].word in {"for", "of", "on", "and"})
    ):
        at += 1
    return at


def _writer(layout: Layout, offset: int) -> str | None:
    """Who wrote "the email": the last person named."""
    labels = frozenset({Label.PERSON})
    entity = resolve(Anaphor(place=0, labels=labels, plural=False), layout=layout, offset=offset)
    return entity.canonical if entity is not None else None


def _speaker_at(sentence: Sentence, verb: int, layout: Layout, quote_at: object) -> Speaker | None:
    """The speaker of a reporting verb: its subject before it, or after it where the words come first ("..., said X")."""
    nodes = sentence.nodes
    before, after = nodes[verb - 1], nodes[verb + 1] if verb + 1 < len(nodes) else None
    if (
        before.word in PHRASE.determiners
        or before.word in {"of", "to", "as", "'s", "’s", "per", "by"}
        or before.kind is NodeKind.NUMBER
    ):
        return None
    if before.word in {"is", "are", "was", "were", "been", "be", "it", "have", "being"} and before.word not in {
        "it",
        "have",
    }:
        return None
    inverted = (
        before.word in _STOP
        and after is not None
        and after.kind is not NodeKind.NUMBER
        and after.word not in {"that", "it", "they"}
        and (before.word in _QUOTES or any(node.verb for node in nodes[:verb]))
    )
    if inverted and before.word not in {":", "(", ")"} and not nodes[verb].word.endswith("ing") and verb > 2:
        last = next((k for k in range(verb + 1, len(nodes)) if nodes[k].word in _STOP), len(nodes))
        name = _name_in(nodes, verb + 1, last, layout, only=(Label.PERSON,)) or _name_in(nodes, verb + 1, last, layout)
        if name is not None:
            return Speaker(name=name, first=verb, verb=last - 1, said_from=0, said_to=verb, trailing=True)
    if nodes[verb].word.endswith("ing") and before.word == ",":
        return _participle(sentence, verb, layout)
    first = _subject_start(nodes, verb)
    name = _name_in(nodes, first, verb, layout)
    if name is None:
        return None
    trailing = (
        verb + 1 >= len(nodes)
        or nodes[verb + 1].word in _STOP
        or nodes[verb + 1].word in {"in", "on", "at", "during", "late", "earlier"}
        and _ends_soon(nodes, verb)
    )
    if trailing and first > 2:
        return Speaker(name=name, first=first, verb=verb, said_from=0, said_to=first, trailing=True)
    if nodes[verb].word in _CLAUSAL and not (_has_clause(nodes, verb) or nodes[verb + 1].word == "plans"):
        return None
    stop = _end_of_speech(sentence, verb)
    only = nodes[verb].word.endswith("ing") or _has_clause(nodes, verb)
    return Speaker(name=name, first=first, verb=verb, said_from=verb + 1, said_to=stop, trailing=False, only=only)


def _participle(sentence: Sentence, verb: int, layout: Layout) -> Speaker | None:
    """ "The researchers shamed X, claiming that ...": who does what the clause before says."""
    clause = sentence.clause_at(verb)
    while clause.parent is not None and clause.kind is ClauseKind.PARTICIPLE:
        clause = sentence.clauses[clause.parent]
    last = clause.verb if clause.verb is not None else clause.last
    name = _name_in(sentence.nodes, clause.first, last, layout)
    if name is None:
        return None
    return Speaker(name=name, first=verb, verb=verb, said_from=verb + 1, said_to=len(sentence.nodes), trailing=False)


def _ends_soon(nodes: Sequence[Node], verb: int) -> bool:
    return not any(node.verb or node.kind is NodeKind.NUMBER for node in nodes[verb + 1 :])


def _has_clause(nodes: Sequence[Node], verb: int) -> bool:
    """Tell whether a clause or quotation follows the verb: "that ...", a quotation mark, or a finite verb soon after a name."""
    ahead = nodes[verb + 1 : verb + 12]
    for node in ahead:
        if node.word == "that" or node.word in _QUOTES:
            return True
        if node.word in {"which", "who", ",", ";"}:
            return False
        if node.verb:
            return True
    return False


def _end_of_speech(sentence: Sentence, verb: int) -> int:
    """Speech goes to the end of the sentence, or to a semicolon, or to a "while" or "but" with a subject of its own."""
    for clause in sentence.clauses:
        if clause.first <= verb:
            continue
        if clause.marker in {";", "whereas", "although", "though"}:
            return clause.first
        if clause.kind is ClauseKind.RELATIVE and clause.marker == "which" and clause.first - verb < 8:
            return verb + 1
    return len(sentence.nodes)


def _subject_start(nodes: Sequence[Node], verb: int) -> int:
    """Where the speaker's phrase begins, past an apposition in commas ("Kim, an analyst at KB, estimates")."""
    at = verb - 1
    floor = max(0, verb - _BACK)
    if nodes[at].word == ",":
        opening = next((k for k in range(at - 1, floor - 1, -1) if nodes[k].word == ","), None)
        if opening is not None:
            at = opening - 1
        else:
            at -= 1
    while at > floor and not nodes[at - 1].verb:
        if nodes[at - 1].word == ")":
            opening = next((k for k in range(at - 2, floor - 1, -1) if nodes[k].word == "("), None)
            if opening is None or opening == 0:
                break
            at = opening
            continue
        if nodes[at - 1].word in _STOP:
            break
        if (
            nodes[at - 1].word in {"that", "which", "while", "but", "as", "and", "with", "because", "where", "when"}
            and nodes[at - 1].kind is NodeKind.WORD
        ):
            if nodes[at - 1].word != "and" or not nodes[at - 2].entity:
                break
        at -= 1
    return max(at, 0)


def _name_in(
    nodes: Sequence[Node], first: int, last: int, layout: Layout, only: tuple[Label, ...] = _SPEAKERS
) -> str | None:
    """The speaker's name in nodes [first, last): a person before a body, an anaphor resolved, or a plain group."""
    names = [(i, e) for i in range(first, last) if (e := nodes[i].entity) is not None and e.label in only]
    persons = [e for _, e in names if e.label is Label.PERSON]
    if persons:
        return persons[0].canonical
    if only == (Label.PERSON,):
        return None
    words = {node.word for node in nodes[first:last]}
    if "people" in words or ("sources" in words and "familiar" in words):
        return _PEOPLE
    anaphor = _anaphor_in(nodes, first, last)
    if anaphor is not None:
        place = anaphor.place
        if nodes[place].word in _MEDIA:
            anaphor = Anaphor(place=place, labels=frozenset({Label.COMPANY}), plural=False)
        entity = resolve(anaphor, layout=layout, offset=nodes[place].start)
        if entity is not None and not names:
            return entity.canonical
    groups = [node.word for node in nodes[first:last] if node.word in _GROUPS]
    if groups and names and all(nodes[i].word not in _GROUPS for i in range(names[0][0], last)):
        return groups[0]
    if names and not (groups and names[0][1].label is Label.COMPANY and nodes[names[0][0] - 1].word in {"on", "of"}):
        joined = [e.canonical for i, e in names if i == names[0][0] or nodes[i - 1].word == "and"]
        return " and ".join(joined) if len(joined) == 2 else names[0][1].canonical
    return groups[0] if groups else None


def _anaphor_in(nodes: Sequence[Node], first: int, last: int) -> Anaphor | None:
    for place in range(last - 1, first - 1, -1):
        anaphor = find_anaphor(nodes, place)
        if anaphor is None and nodes[place].word in ANAPHOR_NOUNS and place + 1 < len(nodes):
            data = nodes[place + 1].word in {
                "data",
                "figures",
                "filings",
                "estimates",
                "report",
                "statement",
                "'s",
                "’s",
                "documents",
            }
            if data and ANAPHOR_NOUNS[nodes[place].word] & {Label.COMPANY, Label.GOV}:
                anaphor = Anaphor(place=place, labels=ANAPHOR_NOUNS[nodes[place].word], plural=False)
        if anaphor is not None:
            labels = anaphor.labels & set(_SPEAKERS)
            if labels:
                return Anaphor(place=place, labels=labels, plural=anaphor.plural)
    return None


def _words_in(sentence: Sentence, layout: Layout, first: int, last: int) -> str | None:
    """A capitalised name that is no entity ("the Institute for Progress"), as the text writes it."""
    nodes = sentence.nodes
    start = next((i for i in range(first, last) if nodes[i].capital), None)
    if start is None or start - first > 8:
        return None
    end = start + 1
    while end < last and (
        nodes[end].capital
        or (nodes[end].word in {"for", "of", "on", "and", "the"} and end + 1 < last and nodes[end + 1].capital)
    ):
        end += 1
    shown = layout.text[nodes[start].start : nodes[end - 1].end]
    glued = (
        end < len(nodes) and nodes[end].entity is not None and shown.endswith("the") and len(nodes[end - 1].word) > 6
    )
    return shown[:-3] if glued else shown
