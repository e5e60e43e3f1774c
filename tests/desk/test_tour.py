from __future__ import annotations

from pathlib import Path

import pytest

from desk.cli.tour import show_tour
from pipelines.settings import Settings


def test_the_tour_tells_a_story_and_names_it_in_what_to_try_next(
    warehouse: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_tour(Settings(warehouse=warehouse, data_dir=warehouse.parent))
    shown = capsys.readouterr().out
    for part in ("2 stories", "First report: ", "Volume: 1 article of", "What is claimed about the Nvidia H200"):
        assert part in shown
    named = shown.split("chipwire story ")[1].split()[0]
    assert f"  {named}\n" in shown.replace(" \n", "\n")
