"""Words that name an entity in one text and something else in another."""

from __future__ import annotations

import pytest
from spacy.language import Language

from nlp.pipeline import annotate, load_pipeline
from nlp.records import Text

CASES = [
    ("Nvidia ships its Blackwell GPUs to cloud firms this quarter.", "Blackwell", "CHIP"),
    ("James Blackwell, a partner at the fund, sold his stake in March.", "Blackwell", None),
    ("The Titan supercomputer at Oak Ridge used 18,688 accelerators.", "Titan", None),
    ("Nvidia priced the Titan RTX, a GPU for researchers, at $2,499.", "Titan RTX", "CHIP"),
    ("Beijing said it would retaliate against the new tariffs.", "Beijing", "GOV"),
    ("The firm opened an office in Beijing last week.", "Beijing", "PLACE"),
    ("Intel said its foundry lost $2.3 billion in the quarter.", "Intel", "COMPANY"),
    ("Officials shared intel on the smuggling ring with allies.", "intel", None),
    ("DeepSeek, the Hangzhou startup, raised no outside money.", "DeepSeek", "COMPANY"),
    ("Arm raised its royalty rates for chip designers.", "Arm", "COMPANY"),
    ("The robot's arm lifted the wafer carrier.", "arm", None),
    ("Prices ascend each month as memory runs short.", "ascend", None),
    ("Huawei will ship 600,000 Ascend 910C chips next year.", "Ascend 910C", "CHIP"),
    ("Huawei unveiled the Ascend 910C on Monday. The 910C has 800 teraflops.", "910C", "CHIP"),
    ("Washington approved the sale of H20s to China.", "Washington", "GOV"),
    ("She flew from Washington to Taipei on Sunday.", "Washington", "PLACE"),
    ("Grace Liu, an analyst at the bank, expects more.", "Grace", None),
    ("Nvidia paired its Grace CPU with two GPUs.", "Grace CPU", "CHIP"),
    ("Apple released the M4 with faster memory for the Mac.", "M4", "CHIP"),
    ("Traffic on the M4 motorway near Reading came to a halt.", "M4", None),
    ("Nvidia's Rubin GPUs will follow Blackwell in 2026.", "Rubin", "CHIP"),
    ("Meta said it would spend $70 billion on data centers.", "Meta", "COMPANY"),
    ("The team published a meta analysis of 40 studies.", "meta", None),
    ("Google trained the model on Ironwood, its seventh TPU.", "Ironwood", "CHIP"),
    ("Oracle signed a deal with OpenAI for computing power.", "Oracle", "COMPANY"),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


@pytest.mark.parametrize(("text", "name", "label"), CASES, ids=[case[0][:40] for case in CASES])
def test_the_text_decides(nlp: Language, text: str, name: str, label: str | None) -> None:
    (document,) = annotate([Text(text_id="x", text=text)], nlp=nlp)
    found = [entity.label.value for entity in document.entities if entity.text == name]
    assert set(found) == ({label} if label else set()), found
