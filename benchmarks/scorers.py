"""Runs the scorers of ../shared/eval on what the stages give; each returns the figures as Markdown."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipelines.filters import annotate_lines, cluster_lines
from pipelines.settings import Settings

# Our own stories of the trade: topics with several events each that are easily taken for one another.
CHIP_STORIES = Path(__file__).parent / "chip_stories"
STORY_SETS = ("mix", "allsides_stream", "ecbplus", "wikinews", "gvc", "uci")


def score_gold(folder: Path, work: Path) -> str:
    """Entities, links and claims against the annotated documents."""
    scorer, gold = folder / "gold/score_gold.py", folder / "gold/gold_dev.jsonl"
    inputs, pred = work / "gold_inputs.jsonl", work / "gold_pred.jsonl"
    _run(scorer, "--gold", gold, "--emit-inputs", inputs)
    _filter(inputs, pred, lambda lines: annotate_lines(lines, settings=Settings()))
    return _block(_run(scorer, "--gold", gold, "--pred", pred, "--errors", work / "gold_errors.txt"))


def score_quantities(folder: Path, work: Path) -> str:
    """Quantities against NewsQuant and the chip probe, in the block that published figures use."""
    scorer, parts = folder / "quantities/score_newsquant.py", []
    for name in ("newsquant_dev", "chip_probe_dev"):
        data = folder / f"quantities/{name}.json"
        inputs, pred = work / f"{name}_inputs.jsonl", work / f"{name}_pred.jsonl"
        inputs.write_text(_run(scorer, "--newsquant", data, "--emit-inputs"), encoding="utf-8")
        with inputs.open("rb") as given, pred.open("wb") as out:
            subprocess.run([sys.executable, "-m", "benchmarks.newsquant"], stdin=given, stdout=out, check=True)
        report = _run(scorer, "--newsquant", data, "--pred", pred, "--unit", "exact")
        parts.append(f"{name}\n\n{_block(_repo_rules(report))}")
    return "\n\n".join(parts)


def score_extraction(folder: Path, work: Path) -> str:
    """Bodies, titles, authors and dates of web pages, and the five source articles."""
    parts = [_block(_module("benchmarks.seeds", folder.parent / "seeds", folder / "gold/seeds_clean.json"))]
    for name in ("zyte", "fundus"):
        scorer, pages = folder / f"extraction/score_{name}.py", folder / f"extraction/{name}_dev"
        inputs, pred = work / f"{name}.jsonl", work / f"{name}_pred.jsonl"
        _run(scorer, "--repo", pages, "--emit", inputs, "--html-dir", work / name)
        speed = _module("benchmarks.pages", inputs, pred, "--compare")
        parts.append(f"{name}_dev\n\n{_block(_run(scorer, '--repo', pages, pred) + speed)}")
    return "\n\n".join(parts)


def score_stories(folder: Path, work: Path) -> str:
    """Stories against six labelled sets and our own, with one configuration for all."""
    rows = ["| set | BCubed P | R | F1 |", "|---|---|---|---|"]
    sets = {name: folder / f"stories/{name}_dev.jsonl" for name in STORY_SETS}
    sets |= {"chips": work / "chips.jsonl", "chips, without dates": work / "chips_undated.jsonl"}
    articles = [
        json.loads(line)
        for path in sorted(CHIP_STORIES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    _write(articles, sets["chips"])
    _write([row | {"published": None} for row in articles], sets["chips, without dates"])
    for name, gold in sets.items():
        pred = work / f"{gold.stem}_pred.jsonl"
        _filter(gold, pred, lambda lines: cluster_lines(lines, settings=Settings()))
        report = json.loads(_run(folder / "stories/score_clusters.py", gold, pred, "--json"))
        figures = (report[key] for key in ("bcubed_p", "bcubed_r", "bcubed_f1"))
        rows.append(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")
    return "\n".join(rows)


def _write(articles: Iterable[dict[str, str | None]], target: Path) -> None:
    target.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")


def _filter(source: Path, target: Path, work: Callable[[Iterable[str]], Iterator[str]]) -> None:
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        out.writelines(line + "\n" for line in work(lines))


def _run(script: Path, *arguments: str | Path) -> str:
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _module(name: str, *arguments: Path | str) -> str:
    command = [sys.executable, "-m", name, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _block(text: str) -> str:
    return f"```text\n{text.strip()}\n```"


def _repo_rules(report: str) -> str:
    """The block of the report that published figures are computed like, with the line that counts the sentences."""
    head, _, rest = report.partition("2. REPO RULES")
    block, _, _ = rest.partition("3. BOUND")
    return f"{head.splitlines()[0]}\n2. REPO RULES{block}"
