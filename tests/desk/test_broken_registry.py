"""A broken file of the user's own entries: every command that reads texts says which line is wrong, and stops."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import InputError
from pipelines.fetch import read_files
from pipelines.ingest import ingest, open_import
from pipelines.plan import plan_run
from pipelines.progress import show_progress
from pipelines.settings import Settings

Chipwire = Callable[..., Any]
ARTICLES = Path(__file__).parent.parent / "data" / "imports"
BROKEN = [
    ('{"id": "chip:acme-z9", "label": "CHIP"', "is not JSON"),
    ('{"id": "chip:acme-z9", "label": "CHIP", "name": "Acme Z9", "vendor": "company:nobody"}', "company:nobody"),
    ('{"id": "chip:nvidia-h200", "label": "CHIP", "name": "Acme Z9"}', "is taken by"),
    ('{"id": "chip:acme-z9", "label": "CHIP", "name": "Acme Z9", "aliases": ["China"]}', "also stands for place:china"),
]


def write_broken(folder: Path, line: str) -> Path:
    path = folder / "mine.jsonl"
    good = {"id": "company:acme", "label": "COMPANY", "name": "Acme Silicon"}
    path.write_text(f"{json.dumps(good)}\n{line}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("line", "told"), BROKEN, ids=[told for _, told in BROKEN])
def test_annotate_names_the_line(chipwire: Chipwire, tmp_path: Path, line: str, told: str) -> None:
    path = write_broken(tmp_path, line)
    answer = chipwire("annotate", given='{"id": 1, "text": "The H200 is fast."}\n', registry=str(path))
    assert answer.status == 2
    assert answer.stderr.startswith(f"chipwire: {path}:2: ")
    assert told in answer.stderr
    assert answer.stdout == ""


def test_import_names_the_line(chipwire: Chipwire, tmp_path: Path) -> None:
    path = write_broken(tmp_path, BROKEN[0][0])
    place = str(tmp_path / "w.duckdb")
    answer = chipwire("import", str(ARTICLES), "--warehouse", place, registry=str(path))
    assert answer.status == 2
    assert f"{path}:2: is not JSON" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_run_names_the_line_before_it_starts(chipwire: Chipwire, tmp_path: Path) -> None:
    path = write_broken(tmp_path, BROKEN[3][0])
    answer = chipwire("run", "--warehouse", str(tmp_path / "w.duckdb"), registry=str(path))
    assert answer.status == 2
    assert answer.stderr.startswith(f"chipwire: {path}:2: ")
    assert not (tmp_path / "w.duckdb").exists()


def test_a_missing_file_is_told(chipwire: Chipwire, tmp_path: Path) -> None:
    path = tmp_path / "nowhere.jsonl"
    answer = chipwire("annotate", given='{"id": 1, "text": "The H200 is fast."}\n', registry=str(path))
    assert answer.status == 2
    assert str(path) in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_run_ends_before_anything_is_written(tmp_path: Path) -> None:
    path = write_broken(tmp_path, BROKEN[1][0])
    settings = Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path, registry=path)
    with show_progress() as meter, pytest.raises(InputError, match=r"mine\.jsonl:2: vendor 'company:nobody'"):
        ingest(read_files([ARTICLES]), run=open_import(), settings=settings, meter=meter)


def test_a_run_is_refused_before_it_fetches(tmp_path: Path) -> None:
    path = write_broken(tmp_path, BROKEN[2][0])
    settings = Settings(warehouse=tmp_path / "w.duckdb", data_dir=tmp_path, registry=path)
    with pytest.raises(InputError, match=r"mine\.jsonl:2: id 'chip:nvidia-h200' is taken by"):
        plan_run((), settings=settings, now=datetime(2026, 1, 1, tzinfo=UTC), only_due=False)


def test_an_unknown_package_is_told(chipwire: Chipwire) -> None:
    answer = chipwire("annotate", given='{"id": 1, "text": "The H200 is fast."}\n', spacy_package="no_such_package")
    assert answer.status == 2
    assert answer.stderr.startswith("chipwire: 'no_such_package' is no installed spaCy package")
