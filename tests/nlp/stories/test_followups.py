from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.records import Embedding, EmbeddingModel, StoryItem, StoryLink
from nlp.stories.board import Board
from nlp.stories.followups import redirect
from nlp.stories.placing import place

MODEL = EmbeddingModel(name="hand", revision="1", backend="none", dimension=4)
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
LICENCE = (
    "The Tessin council granted the Orvelle line a licence for night sailings on Monday. Its boats may leave the quay "
    "until two in the morning from June on, the harbour master said, and residents of the old town may file objections."
)
STRIKE = (
    "Crews of the Orvelle line walked out over pay for the night sailings. Stewards and engineers want a bonus of a "
    "third; the owners offer a tenth. Commuters queued for buses while the fleet stayed in port, a union leader said."
)
LIZENZ = (
    "Der Rat von Tessin hat der Reederei Orvelle am Montag die Nachtfahrt erlaubt. Ihre Schiffe dürfen ab Juni bis "
    "zwei Uhr morgens ablegen, sagte der Hafenmeister, und die Anwohner der Altstadt können dagegen Einspruch einlegen."
)
STREIK = (
    "Die Besatzungen der Reederei Orvelle haben wegen der Nachtfahrt die Arbeit niedergelegt. Sie wollen dafür ein "
    "Drittel mehr Lohn; die Eigner bieten nur ein Zehntel. Die Pendler standen vor den Bussen, weil kein Schiff fuhr."
)
BREAD = "Sourdough took the first prize at the bakers' fair in Ghent, where rye was short."


def item(number: int, title: str, text: str, *, days: float | None, line: str) -> StoryItem:
    published = None if days is None else START + timedelta(days=days)
    return StoryItem(
        item_id=f"i{number}", title=title, text=text, published=published, entity_ids=(line, f"x:{number}")
    )


def vector(number: int, *direction: float) -> Embedding:
    values: NDArray[np.float32] = np.asarray(direction, dtype=np.float32)
    return Embedding(item_id=f"i{number}", model=MODEL, vector=values / np.linalg.norm(values))


def find(
    days: float | None, *, apart: bool = False, line: str = "company:night-boats"
) -> tuple[list[StoryLink], list[str]]:
    """Place a licence, then after so many days a strike over it, and a fair; each batch by itself or all at once."""
    board = Board()
    items = [
        item(1, "Orvelle ferries may sail at night", LICENCE, days=0, line=line),
        item(2, "Orvelle ferry crews strike over nights", STRIKE, days=days, line=line),
        item(3, "Bakers gather in Ghent", BREAD, days=3, line=line),
    ]
    vectors = [vector(1, 1, 0.2, 0, 0), vector(2, 1, 0, 0.6, 0), vector(3, 0, 0, 0, 1)]
    if apart:
        for one, made in zip(items, vectors, strict=True):
            place([one], [made], board=board)
    else:
        place(items, vectors, board=board)
    placed = [board.get(one.item_id) for one in items]
    return board.take_links(), ["" if one is None else one.story_id for one in placed]


def test_what_came_of_an_event_days_later_is_linked_to_it_and_not_merged() -> None:
    (found,), (licence, strike, _) = find(9)
    assert licence != strike
    assert (found.story_id, found.next_story_id) == (licence, strike)
    assert found.shared == ("company:night-boats", "orvelle")
    assert 0.6 < found.score <= 1.0


def test_a_word_that_is_in_the_id_of_a_shared_entity_is_not_named_again() -> None:
    assert find(9, line="company:orvelle-ferries")[0][0].shared == ("company:orvelle-ferries",)


@pytest.mark.parametrize(
    ("texts", "titles", "shared"),
    [
        ((LIZENZ, STREIK), ("Was jetzt über die Schiffe gilt", "Warum jetzt über mehr Lohn gestritten wird"), None),
        ((LIZENZ, STREIK), ("Das darf die Reederei jetzt", "Was die Reederei jetzt bietet"), ("reederei",)),
        # "war" is "was" in German.
        ((LICENCE, STRIKE), ("A ferry price war begins", "Crews bear the cost of a war"), ("war",)),
        ((LICENCE, STREIK), ("A ferry price war begins", "Was der Grund dafür war"), None),
        ((LIZENZ, STRIKE), ("Was die Bedingung war", "Crews bear the cost of a war"), None),
    ],
)
def test_a_word_tells_as_much_as_in_the_language_of_its_text(
    texts: tuple[str, str], titles: tuple[str, str], shared: tuple[str, ...] | None
) -> None:
    board = Board()
    items = [
        item(number, title, text, days=9 * number, line=f"x:{number}")
        for number, (title, text) in enumerate(zip(titles, texts, strict=True))
    ]
    # What else the board has, in whatever language, does not count.
    items.append(
        item(
            2, "So war das Brot im Jahr davor", "Das Brot war, wie es immer war, und so war es gut.", days=2, line="x:2"
        )
    )
    place(items, [vector(0, 1, 0.2, 0, 0), vector(1, 1, 0, 1, 0), vector(2, 0, 0, 0, 1)], board=board)
    assert [link.shared for link in board.take_links()] == ([] if shared is None else [shared])


def test_links_are_found_across_batches_too_and_taken_once() -> None:
    (apart,), ours = find(9, apart=True)
    (at_once,), theirs = find(9)
    assert ours == theirs
    assert (apart.story_id, apart.next_story_id) == (at_once.story_id, at_once.next_story_id)
    board = Board()
    assert board.take_links() == []


def test_what_begins_within_hours_or_has_no_date_is_no_follow_up() -> None:
    assert find(0.2)[0] == []
    assert find(None)[0] == []


def test_a_link_follows_a_story_that_is_merged_before_it_is_told() -> None:
    def link(earlier: str, later: str, score: float) -> StoryLink:
        return StoryLink(story_id=earlier, next_story_id=later, score=score, shared=("orvelle",))

    links = [link("a", "b", 0.7), link("a", "c", 0.8), link("b", "c", 0.9), link("d", "a", 0.6)]
    assert redirect(links, {"b": "c"}) == [link("a", "c", 0.8), link("d", "a", 0.6)]
    assert redirect(links, {}) == links
