"""Whose measure "export controls" are: the canonical name says it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from nlp.pipeline import annotate
from nlp.records import Label, Text

CASES = [
    ("The US tightened export controls on lithography tools in October.", "US export controls"),
    ("Dutch export controls cover immersion scanners, whatever US firms say.", "Dutch export controls"),
    ("Tokyo widened its export controls to 23 kinds of equipment.", "Japanese export controls"),
    ("China condemned the export controls and asked the US to lift them.", "US export controls"),
    ("China retaliated with export controls on gallium, after the US had acted.", "Chinese export controls"),
    ("China retaliated against the tariffs within a day, weeks after the US raised them.", "US tariffs"),
    ("The sales ban on memory chips came from Beijing, not from the US.", "Chinese sales ban"),
    (
        "The Netherlands announced a new rule. The export restrictions cover old tools.",
        "Dutch export controls",
    ),
    ("Export controls announced last month by the Dutch government hit two models.", "Dutch export controls"),
    ("Shipments to China under export controls fell by half, the US said.", "US export controls"),
    ("The plan was vague. Seoul asked Washington to soften the chip curbs.", "US chip curbs"),
    ("Anti-China chip curbs divide Europe and the US.", "US chip curbs"),
    ("China-focused export controls cost the US firms $5 billion.", "US export controls"),
    ("Chips for Russia were stopped by export controls of Japan.", "Japanese export controls"),
    ("Export controls on China cut the firm's sales by 10%.", "export controls"),
    ("Brussels proposed tariffs on graphite from China.", "EU tariffs"),
    ("The tariffs that Washington imposed in April remain.", "US tariffs"),
    ("Taiwan's new export controls name two Chinese firms.", "Taiwanese export controls"),
    ("Japan said the import restrictions would stay; South Korea protested.", "Japanese import restrictions"),
    ("South Korea protested Japan's export curbs in 2019.", "Japanese export controls"),
    ("South Korea protested the export curbs that Japan had imposed.", "Japanese export controls"),
    ("The Commerce Department wrote the chip export controls in a hurry.", "US chip export controls"),
    ("Britain extended the sanctions against Russia.", "UK sanctions"),
    ("India will lift import restrictions on laptops next year.", "Indian import restrictions"),
    ("MOFCOM said the export ban on antimony would end.", "Chinese export ban"),
    ("Canada imposed tariffs of 25% on steel.", "Canadian tariffs"),
    ("Beijing slammed the chip curbs on Huawei; the US kept them.", "US chip curbs"),
    ("Malaysia faces chip export restrictions, the US trade envoy said.", "US chip export controls"),
    ("A lawmaker in Berlin criticised the export controls, which The Hague had signed.", "Dutch export controls"),
    ("China relies on its own makers. The chips remain under export control, US officials say.", "US export controls"),
    ("Beijing has tightened the law. Export controls now cover magnets sold to the US.", "Chinese export controls"),
    ("Firms that evade US export controls sell to China all the same.", "US export controls"),
]


@pytest.mark.parametrize(("text", "canonical"), CASES, ids=[text[:40] for text, _ in CASES])
def test_whose_measure_it_is(pipeline: Language, text: str, canonical: str) -> None:
    [document] = annotate([Text(text_id="1", text=text)], nlp=pipeline)
    assert [one.canonical for one in document.entities if one.label is Label.POLICY] == [canonical]
