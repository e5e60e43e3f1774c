"""The grammatical subject of a figure's verb, by the parse, where no registry name and no pronoun is in it."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.claims.candidate import Candidate, How, from_entity
from nlp.claims.coreference import find_anaphor
from nlp.claims.layout import Layout, Sentence
from nlp.claims.metric import is_measure
from nlp.claims.words import PLAIN, VERBS
from nlp.quantities.tree import Tree, Trees
from nlp.records import Label, Quantity

# How many steps a figure may hang below the verb that has a subject, and how many words of it are kept.
_DEEPEST, _LONGEST = 8, 4
# By these a figure's phrase hangs on a verb whose subject is the figure's too: "rose to", "plans to spend".
_THROUGH = frozenset(
    {"obl", "obj", "iobj", "nmod", "nummod", "amod", "advmod", "conj", "xcomp", "advcl", "appos", "compound", "dep"}
)
_OWNED = frozenset({"its", "their", "our", "his", "her", "my", "your", "whose"})
_ARTICLES = frozenset({"a", "an", "the"})
_KEPT = frozenset({"ADJ", "NOUN", "PROPN", "VERB"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject phrase: its words up to the noun, that noun, and whether it is a name, one of no entity."""

    words: tuple[str, ...]
    noun: str
    start: int
    end: int
    named: bool


class Grammar:
    """Reads the subjects of one text's figures off the parses of its sentences, where these have one."""

    def __init__(self, trees: Trees, layout: Layout) -> None:
        """Start with nothing read."""
        self._trees = trees
        self._layout = layout

    def find_own(self, quantity: Quantity, sentence: Sentence) -> Candidate | None:
        """Return the subject that a figure's own sentence gives it, where it is none that the text talked of before.

        "Grid operators added 429 GW", "the industry invested $300 billion", "the KOSPI fell 0.8%"; but "sales rose",
        "the shares fell", "the order covers" are of whom the text is about.
        """
        subject = self._find(quantity)
        if subject is None:
            return None
        place = next(iter(self._layout.entities_in(subject.end - len(subject.noun), subject.end)), None)
        if place is not None and place.label is Label.PLACE:
            return from_entity(place, How.CLAUSE)
        if self._stands_for(subject, sentence):
            return None
        return _as_candidate(subject) if subject.named or _is_apart(subject) else None

    def find_any(self, quantity: Quantity) -> Candidate | None:
        """Return the subject where it is a noun that names nobody and does not only say what is measured."""
        subject = self._find(quantity)
        if subject is None or is_measure(subject.noun) or self._names(subject):
            return None
        return _as_candidate(subject)

    def _find(self, quantity: Quantity) -> Subject | None:
        """The noun that is the subject of the verb above a figure; None for a pronoun, another figure or no parse."""
        tree = self._trees.at(quantity.start)
        own = frozenset(tree.span(quantity.start, quantity.end)) if tree is not None else frozenset()
        if tree is None or not own:
            return None
        node = tree.top(own)
        for _ in range(_DEEPEST):
            head = next((at for at in tree.children[node] if tree.deps[at] == "nsubj"), None)
            if head is None and tree.deps[node] in {"acl", "relcl"}:
                head = tree.heads[node]
            if head is not None:
                return None if head in own else _read_phrase(tree, head)
            if tree.heads[node] == node or tree.deps[node] not in _THROUGH:
                return None
            node = tree.heads[node]
        return None

    def _names(self, subject: Subject) -> bool:
        return any(entity.label is not Label.PLACE for entity in self._layout.entities_in(subject.start, subject.end))

    def _stands_for(self, subject: Subject, sentence: Sentence) -> bool:
        """Tell whether a phrase has a name in it, or stands for one: "the company"."""
        if self._names(subject):
            return True
        place = next((i for i, node in enumerate(sentence.nodes) if node.start + len(node.word) >= subject.end), None)
        return place is None or find_anaphor(sentence.nodes, place) is not None


def _read_phrase(tree: Tree, head: int) -> Subject | None:
    if tree.parts[head] not in {"NOUN", "PROPN"}:
        return None
    phrase = [at for at in tree.below(head) if at < head]
    lows = {tree.lows[at] for at in phrase}
    if lows & _OWNED or any(tree.parts[at] == "NUM" for at in phrase):
        return None
    first = head
    while first - 1 in phrase and tree.parts[first - 1] in _KEPT and head - first < _LONGEST - 1:
        first -= 1
    noun = tree.lows[head]
    if noun in VERBS.finite and first < head and noun not in VERBS.bases:
        # "The box delivers 300 petaflops": taken for a noun.
        return None
    return Subject(
        words=tree.words[first : head + 1],
        noun=noun,
        start=tree.starts[phrase[0] if phrase else head],
        end=tree.starts[head] + len(tree.words[head]),
        # A capital at the head of the sentence tells nothing.
        named=tree.parts[head] == "PROPN" and first > 0 and not is_measure(noun) and _is_prose(tree),
    )


def _is_prose(tree: Tree) -> bool:
    """Tell a sentence from a headline, in which every word has a capital."""
    words = [word for word in tree.words if word[0].isalpha()]
    return sum(word[0].islower() for word in words) * 2 > len(words)


def _is_apart(subject: Subject) -> bool:
    """Tell whether a noun acts for itself, whatever was talked of."""
    return subject.noun in PLAIN.actors or " ".join(subject.words[-2:]).lower() in PLAIN.actors


def _as_candidate(subject: Subject) -> Candidate | None:
    words = [word for word in subject.words if word.lower() not in _ARTICLES]
    named = subject.named
    name = " ".join(word if named or (len(word) > 1 and word.isupper()) else word.lower() for word in words)
    return Candidate(name=name, entity_id=None, label=None, how=How.PHRASE) if name else None
