"""docs/sources.md is true: every entry in it is one that Chipwire takes, and every name in it exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from spiders.failure import _KINDS
from spiders.items import SourceKind
from spiders.sources import OPTIONS, read_source, read_sources

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: re.search(r'name = "(.*)"', text)[1])
def test_example_is_a_valid_file(example: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(example, encoding="utf-8")
    (source,) = read_sources(path).sources
    entry = tomllib.loads(example)["source"][0]
    assert read_source(entry, where="docs/sources.md") == source


def test_all_examples_make_one_file_and_show_every_kind_and_option(tmp_path: Path) -> None:
    hosts = [each for each in EXAMPLES if each.startswith("allow_hosts")]
    others = [each for each in EXAMPLES if not each.startswith("allow_hosts")]
    path = tmp_path / "sources.toml"
    path.write_text("\n".join([*hosts, *others]), encoding="utf-8")
    sources = read_sources(path)
    assert len(sources.sources) == len(EXAMPLES)
    assert sources.allow_hosts
    assert {source.kind for source in sources.sources} == set(SourceKind) - {SourceKind.LOCAL}
    for kind, options in OPTIONS.items():
        for name in options - {"base"}:
            assert f"`{name}" in PAGE or f"\n{name} = " in PAGE, (kind, name)


def test_shipped_file_has_the_keys_that_the_page_names() -> None:
    for key in tomllib.loads((ROOT / "sources.toml").read_text(encoding="utf-8"))["source"]:
        for name in key.keys() - {"name", "kind", "url"}:
            assert f"`{name}" in PAGE or f"\n{name} = " in PAGE, name


def test_every_kind_of_error_is_explained() -> None:
    table = PAGE.partition("<!-- kinds: begin -->")[2].partition("<!-- kinds: end -->")[0]
    for name in {name for _, name in _KINDS} | {"listing", "empty", "not text", "spider"}:
        assert f"`{name}`" in table, name


def test_page_is_linked() -> None:
    assert "(docs/sources.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
