"""Score the stages against ../shared/eval and write the figures into docs/quality.md.

python -m benchmarks.evaluate [--only gold,quantities,extraction,stories]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.scorers import score_extraction, score_gold, score_quantities, score_stories
from pipelines.settings import set_model_environment

ROOT = Path(__file__).parent.parent
EVAL = ROOT.parent / "shared" / "eval"
QUALITY = ROOT / "docs" / "quality.md"
SCORERS = {
    "gold": score_gold,
    "quantities": score_quantities,
    "extraction": score_extraction,
    "stories": score_stories,
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(SCORERS), help="sections to score, with commas")
    options = parser.parse_args(arguments)
    if not EVAL.is_dir():
        print("There is no ../shared/eval beside this checkout, so nothing was scored; docs/quality.md stays as it is.")
        return 0
    set_model_environment()
    for name in options.only.split(","):
        with tempfile.TemporaryDirectory() as work:
            print(f"scoring {name} ...", file=sys.stderr)
            figures = SCORERS[name](EVAL, Path(work))
        print(f"\n{name}\n\n{figures}")
        QUALITY.write_text(replace_section(QUALITY.read_text(encoding="utf-8"), name, figures), encoding="utf-8")
    return 0


def replace_section(text: str, name: str, figures: str) -> str:
    """Return `text` with what stands between the section's two marks replaced."""
    start, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    head, found, rest = text.partition(start)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"docs/quality.md has no section {name!r}: it needs the lines {start} and {end}")
    return f"{head}{start}\n{figures}\n{end}{tail}"


if __name__ == "__main__":
    sys.exit(main())
