from __future__ import annotations

import random

import pytest

from nlp.backends import SHIPPED
from nlp.entities.tagger import NameTagger

# Of lengths that a batch would pad, with names that the tagger is sure of and some that it is not.
SENTENCES = [
    "Perpetua Lang , who runs the harbour works at Tarnwell , told the committee that nobody had asked her .",
    "Vorrin ships wafers .",
    "The quota for the western Baltic has been cut since the Kestrel Accord was signed in Suzuka last spring .",
    "Orlan Meszaros left the Office of Port Inspection for Hadley & Crane in May .",
    "Prices fell .",
    (
        "A spokesman for Brightmoor Semiconductor said its X7 Lantern part would reach Wolfsburg before the export ban "
        "that the Ministry of Outer Trade has drafted takes hold , and that Ilse Tamm would explain why ."
    ),
    "Quenby Photonics , Dr. Adaeze Morrow of Selwick and the Coastal Chips Act were all named in one memo .",
]


@pytest.fixture(scope="module")
def tagger() -> NameTagger:
    return NameTagger(SHIPPED / "chipwire_entities")


def test_a_sentence_has_the_same_names_and_scores_whatever_comes_with_it(tagger: NameTagger) -> None:
    sentences = [text.split() for text in SENTENCES]
    alone = []
    for words in sentences:
        tagger.forget()
        alone += tagger.tag([words])
    assert sum(bool(found) for found in alone) >= 5

    for seed in range(5):
        order = random.Random(seed).sample(range(len(sentences)), k=len(sentences))
        tagger.forget()
        together = tagger.tag([sentences[i] for i in order])
        assert together == [alone[i] for i in order]


def test_names_of_a_long_sentence_stand_where_they_are(tagger: NameTagger) -> None:
    words = ["and"] * 95 + ["Perpetua", "Lang", "of", "Tarnwell", "said", "so"]
    (found,) = tagger.tag([words])
    assert "Perpetua Lang" in {" ".join(words[one.first : one.end]) for one in found}
