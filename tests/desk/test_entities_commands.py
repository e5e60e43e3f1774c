"""`chipwire entities`: what an analyst sees, and what a mistake ends with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.fetch import read_files
from pipelines.ingest import ingest, open_import
from pipelines.progress import show_progress
from pipelines.settings import Settings

Chipwire = Callable[..., Any]
TEXT = (
    "Quorvex Semiconductor said its new Quorvex ZR900 accelerator has 96 GB of memory. The ZR900 chip draws 450 watts. "
    "Analysts at Nvidia rival Quorvex Semiconductor expect the ZR900 to ship in 2027."
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A warehouse with one article on a maker that nobody knows."""
    (tmp_path / "zr900.txt").write_text("Quorvex shows a chip\n\n" + TEXT + "\n", encoding="utf-8")
    settings = Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path)
    with show_progress() as meter:
        ingest(read_files([tmp_path / "zr900.txt"]), run=open_import(), settings=settings, meter=meter)
    return settings.warehouse


def list_new(chipwire: Chipwire, path: Path) -> dict[str, dict[str, object]]:
    answer = chipwire("entities", "new", "--json", "--warehouse", str(path))
    assert answer.status == 0, answer.stderr
    return {row["entity_id"]: row for row in json.loads(answer.stdout)}


def test_new_names_are_merged_into_an_own_entry_and_back(chipwire: Chipwire, path: Path, tmp_path: Path) -> None:
    found = list_new(chipwire, path)
    new_id = next(one for one, row in found.items() if row["label"] == "CHIP")
    assert any("ZR900" in str(example) for example in found[new_id]["examples"])  # type: ignore[attr-defined]
    own = tmp_path / "mine.jsonl"
    arguments = ("--own", "chip:quorvex-zr900", "--warehouse", str(path))
    refused = chipwire("entities", "merge", new_id, *arguments)
    assert (refused.status, "registry" in refused.stderr) == (2, True)
    merged = chipwire("entities", "merge", new_id, *arguments, registry=str(own))
    assert merged.status == 0, merged.stderr
    assert json.loads(own.read_text(encoding="utf-8"))["label"] == "CHIP"
    assert new_id not in list_new(chipwire, path)
    assert new_id in chipwire("entities", "merged", "--format", "csv", "--warehouse", str(path)).stdout
    assert chipwire("entities", "check", str(own)).stdout.endswith("it adds 1 CHIP\n")
    assert chipwire("entities", "merge", new_id, "--undo", "--warehouse", str(path)).status == 0
    assert new_id in list_new(chipwire, path)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("new:chip:nothing", "chip:nvidia-h200"), "entities new"),
        (("new:chip:nothing", "chip:nobody"), "no entry 'chip:nobody'"),
        (("new:chip:nothing", "--undo"), "has not been merged"),
        (("new:chip:nothing",), "give one of"),
        (("new:chip:nothing", "chip:nvidia-h200", "--undo"), "give one of"),
    ],
)
def test_mistakes_end_with_one_line_and_status_2(
    chipwire: Chipwire, warehouse: Path, arguments: tuple[str, ...], told: str
) -> None:
    answer = chipwire("entities", "merge", *arguments, "--warehouse", str(warehouse))
    assert answer.status == 2
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_wrong_file_is_told_with_its_line(chipwire: Chipwire, tmp_path: Path) -> None:
    wrong = tmp_path / "mine.jsonl"
    wrong.write_text('\n{"id": "chip:x", "name": "China", "label": "CHIP"}\n', encoding="utf-8")
    answer = chipwire("entities", "check", str(wrong))
    assert answer.status == 2
    assert f"{wrong}:2: alias 'China' also stands for place:china" in answer.stderr
