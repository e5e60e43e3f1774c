from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.settings import Settings, describe_environment

Chipwire = Callable[..., Any]


def test_claims_show_figure_speaker_reference_and_sentence(chipwire: Chipwire) -> None:
    rows = json.loads(chipwire("claims", "H200", "--format", "json").stdout)
    tpp = next(row for row in rows if row["value"] == 15840)
    assert (tpp["value"], tpp["attribution"], tpp["reference"]) == (15840, "Institute for Progress", "Nvidia H20")
    (baseline,) = [
        row for row in json.loads(chipwire("claims", "H20", "--format", "json").stdout) if row["value"] == 2368
    ]
    assert baseline["subject"] == "Nvidia H20"
    table = chipwire("claims", "H200").stdout
    assert "15,840 TPP" in table
    assert "about 10 billion USD" in table


def test_claims_are_filtered_by_metric_and_dates(chipwire: Chipwire) -> None:
    answer = chipwire("claims", "h200", "--metric", "bandwidth", "--since", "2026-01-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert {row["metric"] for row in rows} == {"memory bandwidth"}
    assert chipwire("claims", "H200", "--until", "2025-01-01", "--format", "json").stdout.strip() == "[]"


def test_a_query_answers_the_same(chipwire: Chipwire) -> None:
    query = "select subject, metric, value, unit, attribution, outlet, published_at from claims where unit = 'TB/s'"
    rows = json.loads(chipwire("sql", query, "--format", "json").stdout)
    assert {(row["subject"], row["value"]) for row in rows} == {("Nvidia H200", 4.8), ("Huawei Ascend 910C", 3.2)}


def test_entity_stories_story_and_search(chipwire: Chipwire) -> None:
    sheet = chipwire("entity", "Ascend 910C").stdout
    assert "Huawei Ascend 910C" in sheet
    assert "memory bandwidth" in sheet
    stories = json.loads(chipwire("stories", "--format", "json").stdout)
    assert len(stories) == 2
    story = chipwire("story", stories[0]["story_id"][:8])
    assert stories[0]["title"] in story.stdout
    assert "Pears are early" in chipwire("search", "12,000 pears").stdout


def test_doctor_finds_nothing(chipwire: Chipwire) -> None:
    answer = chipwire("doctor")
    assert (answer.status, "every quote stands" in answer.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["claims", "H20O"], "did you mean"),
        (["claims", "H200", "--since", "yesterday"], "is not a date"),
        (["claims", "H200", "--limit", "0"], "--limit"),
        (["search"], "Missing argument"),
        (["claims", "--where", "cheap"], "is no condition"),
        (["claims", "--cursor", "x"], "is no cursor"),
        (["claims", "--status", "sure"], "it is one of single, corroborated"),
        (["claims", "--modality", "wished"], "it is one of asserted, planned"),
        (["claims", "H200", "--outlet", "x", "--since", "2026-02-01", "--until", "2026-01-01"], "Nothing is published"),
        (["claims", "\udcff"], "No entity is called '?'"),
        (["claims", "--as-of", "2026-01-01"], "needs an entity"),
        (["sql", "select 1", "--memory", "much"], "no amount of memory"),
        (["story", "zzzz"], "No story"),
        (["sql", "drop table claims"], "read only"),
        (["sql", "select nothing from nowhere"], "nowhere"),
        (["import", "no/such/file.txt"], "does not exist"),
        (["reprocess"], "holds no raw archive"),
        (["schedule", "--every", "soon"], "for example 15m"),
        (["claims", "H200", "--warehouse", "none.duckdb"], "No warehouse at none.duckdb"),
        (["wish"], "No such command"),
    ],
)
def test_misuse_ends_with_status_2_and_says_what_to_do(chipwire: Chipwire, arguments: list[str], said: str) -> None:
    answer = chipwire(*arguments)
    assert answer.status == 2
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("arguments", [["claims", "H200"], ["stories"], ["search", "pears"], ["sql", "select 1"]])
def test_reading_loads_no_model_and_no_scheduler(warehouse: Path, arguments: list[str]) -> None:
    code = (
        "import sys; from desk.cli.main import app\n"
        "try: app()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'spacy', 'prefect', 'scrapy', 'sklearn', 'trafilatura', 'onnxruntime'} & set(sys.modules)\n"
        "print('loaded', sorted(heavy), file=sys.stderr)"
    )
    environment = describe_environment(Settings(warehouse=warehouse))
    command = [sys.executable, "-c", code, *arguments]
    answer = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=60)
    assert answer.stderr.strip() == "loaded []"


def test_importing_again_changes_nothing(chipwire: Chipwire) -> None:
    answer = chipwire("import", "tests/data/imports/regulator.txt")
    assert answer.status == 0
    assert "0 new, 1 already known" in answer.stdout
    assert "nothing changed" in answer.stdout


def test_the_filters_answer_every_line_in_order(chipwire: Chipwire) -> None:
    given = '{"id": 1, "text": "The H200 has 141 GB of memory."}\nnot json\n{"id": 3}\n'
    lines = [json.loads(line) for line in chipwire("annotate", given=given).stdout.splitlines()]
    assert [line["id"] for line in lines] == [1, None, 3]
    assert [claim["value"] for claim in lines[0]["claims"]] == [141]
    assert "error" in lines[1]
    assert lines[2]["error"] == 'there is no "text"'


def test_claims_by_figure_a_page_at_a_time(chipwire: Chipwire) -> None:
    answer = chipwire("claims", "--where", "bandwidth > 1 TB/s", "--limit", "1", "--format", "json")
    (first,) = json.loads(answer.stdout)
    assert first["base_unit"] == "B/s"
    cursor = answer.stderr.split()[-1]
    whole = json.loads(chipwire("claims", "--where", "bandwidth > 1 TB/s", "--format", "json").stdout)
    rest = chipwire("claims", "--where", "bandwidth > 1 TB/s", "--format", "json", "--cursor", cursor)
    assert [first, *json.loads(rest.stdout)] == whole
    assert rest.stderr == ""


def test_search_by_meaning_says_how_it_ranked(chipwire: Chipwire) -> None:
    answer = chipwire("search", "fruit harvest", "--meaning", "--explain", "--format", "json")
    rows = json.loads(answer.stdout)
    assert "Pears" in rows[0]["snippet"] + rows[0]["title"]
    assert rows[0]["meaning_rank"] == 1


def test_claim_sentences_are_ranked_by_meaning_and_say_why(chipwire: Chipwire) -> None:
    question = ("search", "memory throughput of the H200", "--meaning")
    (best, *_) = json.loads(chipwire(*question, "--format", "json").stdout)
    scores = [sentence["meaning_score"] for sentence in best["sentences"]]
    assert scores == sorted(scores, reverse=True)
    assert "4.8 TB/s" in best["sentences"][0]["text"]
    table = chipwire(*question, "--explain").stdout
    assert f"meaning {scores[0]:.2f}" in table
    assert "words:" in table
    assert "memori" in best["sentences"][0]["words"]
    (row, *_) = csv.DictReader(io.StringIO(chipwire(*question, "--format", "csv").stdout))
    assert row["sentences"] == "; ".join(sentence["text"] for sentence in best["sentences"])


@pytest.mark.parametrize("words", ["[/b]", "\x1b[31m", "\udcff H200", "'; drop table claims; --", "x" * 100_000, ""])
def test_odd_words_are_searched_for(chipwire: Chipwire, words: str) -> None:
    answer = chipwire("search", words, "--limit", "1")
    assert (answer.status, "articles with" in answer.stdout) == (0, True)
    assert "\x1b" not in answer.stdout
    assert len(answer.stdout) < 5_000


def test_export_writes_a_folder_once(chipwire: Chipwire, tmp_path: Path) -> None:
    folder = str(tmp_path / "out")
    assert "articles" in chipwire("export", folder, "--as", "csv").stdout
    assert (tmp_path / "out" / "claims.csv").read_text(encoding="utf-8").startswith("claim_id,")
    again = chipwire("export", folder)
    assert (again.status, "name another folder" in again.stderr) == (2, True)
