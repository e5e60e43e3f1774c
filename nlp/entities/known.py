"""What stands where in a text already, by the registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nlp.entities.candidate import Candidate
from nlp.records import Label
from nlp.registry import Registry

# Kinds of company that put no chip of their own to market.
_NO_MAKERS = frozenset({"media", "research", "investor", "distributor", "equipment", "materials", "packaging", "eda"})


@dataclass(frozen=True, slots=True)
class Known:
    """The mention at each token. A token may belong to a mention without a label: a name of no kind."""

    by_token: Mapping[int, Candidate]
    registry: Registry

    def label_at(self, i: int) -> Label | None:
        """Give the label of the mention at a token, None where there is none."""
        mention = self.by_token.get(i)
        return None if mention is None else mention.label

    def is_free(self, first: int, end: int) -> bool:
        """Tell whether no mention touches the tokens from `first` to before `end`."""
        return all(i not in self.by_token for i in range(first, end))

    def may_be_person(self, i: int) -> bool:
        """Tell whether a token is free, or a surname by itself that may be a part of another's full name."""
        mention = self.by_token.get(i)
        return mention is None or (mention.label is Label.PERSON and len(mention.tokens) == 1)

    def is_maker(self, i: int) -> bool:
        """Tell whether the company at a token may have chips of its own."""
        mention = self.by_token.get(i)
        if mention is None or mention.label is not Label.COMPANY:
            return False
        entry = self.registry.get(mention.entity_id)
        return entry is None or entry.details.get("kind") not in _NO_MAKERS

    def is_of_other_trade(self, i: int) -> bool:
        """Tell whether the company at a token makes cars, aircraft or other things, chips at most beside them."""
        mention = self.by_token.get(i)
        entry = None if mention is None else self.registry.get(mention.entity_id)
        return entry is not None and entry.details.get("kind") == "other"


def read_known(mentions: Iterable[Candidate], registry: Registry) -> Known:
    """Give the lookup over mentions that do not overlap."""
    return Known({i: mention for mention in mentions for i in mention.tokens}, registry)
