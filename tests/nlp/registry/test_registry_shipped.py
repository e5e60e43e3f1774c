"""The registry that Chipwire comes with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nlp import registry as room
from nlp.records import Bound, Label
from nlp.registry import Registry, load_registry
from nlp.registry.__main__ import main
from nlp.registry.load import count_by_label
from nlp.registry.tables import TABLES, Table
from nlp.registry.thresholds import Threshold, list_thresholds

FOLDER = Path(room.__file__).parent


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def test_it_is_read_once() -> None:
    assert load_registry() is load_registry()


def test_it_knows_enough(registry: Registry) -> None:
    counts = count_by_label(registry)
    assert counts["CHIP"] >= 620
    assert counts["COMPANY"] >= 830
    assert counts["POLICY"] >= 265
    assert counts["GOV"] >= 210
    assert counts["PERSON"] >= 350
    assert counts["PLACE"] >= 780
    media = [entry for entry in registry.entries.values() if entry.details.get("kind") == "media"]
    assert len(media) >= 60


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_files_are_sorted_by_id(table: Table) -> None:
    lines = (FOLDER / table.file).read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["id"] for line in lines]
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("spelling", "entity_id"),
    [
        ("H200", "chip:nvidia-h200"),
        ("H20", "chip:nvidia-h20"),
        ("GB200 NVL72", "chip:nvidia-gb200-nvl72"),
        ("GB200-NVL72", "chip:nvidia-gb200-nvl72"),
        ("RTX Pro 6000D", "chip:nvidia-rtx-pro-6000d"),
        ("MI308", "chip:amd-mi308"),
        ("910C", "chip:huawei-ascend-910c"),
        ("Ascend-910C", "chip:huawei-ascend-910c"),
        ("CloudMatrix 384", "chip:huawei-cloudmatrix-384"),
        ("Kirin 9000S", "chip:huawei-kirin-9000s"),
        ("HBM3e", "chip:hbm3e"),
        ("HBM3E", "chip:hbm3e"),
        ("TPU v5p", "chip:google-tpu-v5p"),
        ("Trainium2", "chip:aws-trainium2"),
        ("Siyuan 590", "chip:cambricon-mlu590"),
        ("C-Transformer", "chip:kaist-c-transformer"),
        ("Nvidia Corp.", "company:nvidia"),
        ("NVIDIA", "company:nvidia"),
        ("Taiwan Semiconductor Manufacturing Co.", "company:tsmc"),
        ("FT", "company:financial-times"),
        ("The Wall Street Journal", "company:wall-street-journal"),
        ("Google Cloud", "company:google-cloud"),
        ("TrendForce", "company:trendforce"),
        ("BIS", "gov:us-bis"),
        ("Bureau of Industry and Security", "gov:us-bis"),
        ("MOFCOM", "gov:cn-mofcom"),
        ("Commerce Department", "gov:us-commerce"),
        ("White House", "gov:white-house"),
        ("Entity List", "policy:us-entity-list"),
        ("CHIPS and Science Act", "policy:us-chips-act"),
        ("Made in China 2025", "policy:made-in-china-2025"),
        ("AI Diffusion Rule", "policy:us-ai-diffusion-rule"),
        ("Jensen Huang", "person:jensen-huang"),
        ("Trump", "person:donald-trump"),
        ("U.S.", "place:us"),
        ("PRC", "place:china"),
        ("Hsinchu Science Park", "place:hsinchu-science-park"),
    ],
)
def test_a_spelling_stands_for_its_entry(registry: Registry, spelling: str, entity_id: str) -> None:
    entry, alias = registry.aliases[spelling][-1]
    assert entry.entity_id == entity_id
    assert alias.near == ()


@pytest.mark.parametrize("spelling", ["M100", "Rubin", "Hopper", "Ada", "Arc", "Titan", "B20", "Commerce", "TI"])
def test_a_doubtful_spelling_needs_a_word_nearby(registry: Registry, spelling: str) -> None:
    assert all(alias.near for _, alias in registry.aliases[spelling])


@pytest.mark.parametrize(
    "spelling", ["export controls", "export control", "sanctions", "tariffs", "ban", "Nvidia H200", "Silicon", "HBM"]
)
def test_what_is_no_name_is_no_spelling(registry: Registry, spelling: str) -> None:
    assert spelling not in registry.aliases


def test_a_name_says_whose_measure_it_is(registry: Registry) -> None:
    for country, name in [("us", "US"), ("dutch", "Dutch"), ("china", "Chinese"), ("japan", "Japanese")]:
        assert registry.entries[f"policy:{country}-export-controls"].name == f"{name} export controls"


def test_thresholds_are_figures(registry: Registry) -> None:
    limits = list_thresholds(registry.entries["policy:eccn-3a090"])
    assert limits[0] == Threshold(metric="total processing performance", value=4800, unit="TPP", bound=Bound.AT_LEAST)
    assert ("performance density", 5.92) in {(limit.metric, limit.value) for limit in limits}
    assert list_thresholds(registry.entries["chip:nvidia-h20"]) == ()
    numeric = [entry for entry in registry.entries.values() if list_thresholds(entry)]
    assert len(numeric) >= 50
    assert {entry.label for entry in numeric} == {Label.POLICY}


def test_details_are_texts(registry: Registry) -> None:
    assert dict(registry.entries["chip:nvidia-h200"].details) == {
        "vendor": "company:nvidia",
        "family": "chip:nvidia-hopper",
        "year": "2024",
        "kind": "gpu",
    }


def test_the_check_prints_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    printed = capsys.readouterr().out.split()
    assert printed[::2] == ["CHIP", "COMPANY", "POLICY", "GOV", "PERSON", "PLACE", "aliases"]


def test_the_check_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "mine.jsonl"
    wrong.write_text('{"label": "CHIP", "id": "chip:z9"}\n', encoding="utf-8")
    assert main([str(wrong)]) == 1
    assert f"{wrong}:1: key 'name' is missing" in capsys.readouterr().err
    assert main(["a", "b"]) == 2


def test_reading_is_not_slow_because_of_heavy_imports() -> None:
    # The command line looks names up without a model: the registry must not pull one in.
    source = "import sys, nlp.registry; print(sorted({'spacy', 'torch', 'sentence_transformers'} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, cwd=FOLDER.parents[1]
    )
    assert done.stdout.strip() == "[]"
