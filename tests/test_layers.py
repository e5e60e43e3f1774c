"""The table of who may import whom, in docs/architecture.md."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = {"desk", "flows", "nlp", "pipelines", "spiders", "warehouse"}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_the_rooms_import_only_what_they_may() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([linter], cwd=ROOT, check=False, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stdout


def test_the_flows_import_pipelines_alone() -> None:
    assert imports_of(ROOT / "flows.py") & ROOMS == {"pipelines"}


def test_no_room_imports_the_flows_and_only_the_flows_import_prefect() -> None:
    for room in ROOMS - {"flows"}:
        for path in (ROOT / room).rglob("*.py"):
            assert not imports_of(path) & {"flows", "prefect"}, path
