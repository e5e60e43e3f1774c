"""Which entry a name means where several have it, what short forms repeat, and where no id is given."""

from __future__ import annotations

import pytest
from spacy.language import Language

from nlp.entities.senses import SURE
from nlp.pipeline import annotate
from nlp.records import Entity, Text

LINKS = [
    ("Apple puts the A16 into phones.", "A16", ["chip:apple-a16"]),
    ("Nvidia's A16 holds four GPUs; Apple puts the A16 into phones.", "A16", ["chip:nvidia-a16", "chip:apple-a16"]),
    ("Apple and Nvidia both trade near records. The A16 has billions of transistors.", "A16", [None]),
    ("OpenAI calls its first chip Titan.", "Titan", ["chip:openai-titan"]),
    ("The Jetson line gained an Orin board.", "Orin", ["chip:nvidia-jetson-orin"]),
    ("The Chinese delegation left. The foreign ministry said nothing.", "foreign ministry", ["gov:cn-mfa"]),
    ("Japan and China traded barbs. The foreign ministry had no comment.", "foreign ministry", [None]),
    ("The foreign ministry in Tokyo said China had been told.", "foreign ministry", ["gov:jp-mofa"]),
    ("Brussels proposed a second Chips Act.", "Chips Act", ["policy:eu-chips-act"]),
    ("The EU and the US each have a Chips Act.", "Chips Act", [None]),
    ("Raytheon, now RTX, makes radar chips.", "RTX", ["company:raytheon"]),
    ("Ampere Computing sells to Oracle. Ampere hired 300 engineers.", "Ampere", ["company:ampere-computing"]),
    ("Nvidia still sells Ampere cards abroad.", "Ampere", ["chip:nvidia-ampere"]),
    ("Protesters marched through Tbilisi as Georgia voted.", "Georgia", ["place:georgia-country"]),
    ("The plant in Georgia employs 2,600 people.", "Georgia", ["place:georgia-us"]),
    ("Tesla delivered 430,000 cars.", "Tesla", ["company:tesla"]),
    ("Nvidia's Huang met Wendell Huang of TSMC.", "Huang", ["person:jensen-huang"]),
    ("Huawei unveiled the Huawei Ascend 910C. The 910C has two dies.", "910C", ["chip:huawei-ascend-910c"]),
    ("Huawei sold out of its 910Cs.", "910Cs", ["chip:huawei-ascend-910c"]),
    ("Nvidia wrote off H20s worth billions.", "H20s", ["chip:nvidia-h20"]),
    ("AMD sells an Ultra version of it.", "Ultra", []),
]


def read(text: str, pipeline: Language) -> list[Entity]:
    [document] = annotate([Text(text_id="1", text=text)], nlp=pipeline)
    return list(document.entities)


@pytest.mark.parametrize(("text", "name", "ids"), LINKS, ids=[text[:40] for text, _, _ in LINKS])
def test_what_stands_near_decides(pipeline: Language, text: str, name: str, ids: list[str | None]) -> None:
    assert [one.entity_id for one in read(text, pipeline) if one.text == name] == ids


@pytest.mark.parametrize(("text", "name"), [(text, name) for text, name, ids in LINKS if ids == [None]])
def test_an_unsure_name_stays_as_the_text_has_it(pipeline: Language, text: str, name: str) -> None:
    [entity] = [one for one in read(text, pipeline) if one.text == name]
    assert (entity.canonical, entity.entity_id) == (name, None)
    assert entity.score < SURE


def test_no_id_of_the_registry_is_given_below_the_limit(pipeline: Language) -> None:
    scores = [one.score for text, _, _ in LINKS for one in read(text, pipeline) if one.entity_id is not None]
    assert len(scores) > len(LINKS)
    assert min(scores) >= SURE


def test_one_use_decides_the_others_of_a_text(pipeline: Language) -> None:
    text = "Nvidia's A16 has four GPUs. Apple is a customer of Nvidia too. The price was high. The A16 sold well."
    assert [one.entity_id for one in read(text, pipeline) if one.text == "A16"] == ["chip:nvidia-a16"] * 2


def test_a_new_chip_is_repeated_by_its_designation(pipeline: Language) -> None:
    text = "Huawei unveiled the Ascend 985D on Monday. The 985D beats its rival, and buyers ordered 985Ds at once."
    names = {one.text: one.canonical for one in read(text, pipeline)}
    assert names["985D"] == names["985Ds"] == names["Ascend 985D"]


def test_a_series_has_no_id(pipeline: Language) -> None:
    entities = read("AMD sells an Ultra version. The Ultra costs more than the B-series part.", pipeline)
    assert [one.entity_id for one in entities] == ["company:amd"] + [None] * (len(entities) - 1)


def test_a_long_text_of_one_ambiguous_name_is_read(pipeline: Language) -> None:
    entities = read("Apple and Nvidia " + "the A16 " * 3000, pipeline)
    assert len(entities) == 3002
