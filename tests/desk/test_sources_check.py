"""`chipwire sources check` over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from spiders.sample_site import SampleSite, serve_sample_site

Check = Callable[..., Any]


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with serve_sample_site() as served:
        yield served


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "sources.toml"


@pytest.fixture
def check(chipwire: Check, config: Path) -> Check:
    def run(*arguments: str) -> Any:
        return chipwire("sources", "check", *arguments, sources=str(config), download_delay="0")

    return run


def test_every_bundled_outlet_works(check: Check, config: Path, site: SampleSite) -> None:
    site.write_sources(config)
    answer = check("--format", "json")
    rows = json.loads(answer.stdout)
    assert (answer.status, [row["source"] for row in rows]) == (0, list(site.outlets))
    titles = {article.title for article in site.articles}
    for row in rows:
        assert (row["result"], row["problem"]) == ("ok", None)
        assert row["title"] in titles
        assert row["published"][:3] == "202"
        assert row["words"] > 50


def test_one_page_of_one_source_is_asked_for_and_nothing_is_kept(check: Check, config: Path, site: SampleSite) -> None:
    site.write_sources(config)
    before = len(site.requests)
    answer = check("fab-ledger")
    paths = [request.path for request in site.requests[before:]]
    assert paths[:2] == ["/robots.txt", "/feed.xml"]
    assert len(paths) == 3
    assert "1 of 1 sources work" in answer.stdout
    assert [path.name for path in config.parent.iterdir()] == ["sources.toml"]


@pytest.mark.parametrize(
    ("kind", "path", "more", "said"),
    [
        ("feed", "/no-such-feed.xml", "", "the address is gone"),
        ("feed", "/private/feed.xml", "", "robots.txt forbids it"),
        ("feed", "/", "", "which kind and address fit"),
        ("listing", "/", 'selector = ".nothing"', "selector '.nothing' names none"),
        ("listing", "/", 'section = "/football/"', "section let through"),
    ],
)
def test_what_went_wrong_is_said_with_advice(
    check: Check, config: Path, site: SampleSite, kind: str, path: str, more: str, said: str
) -> None:
    entry = f'[[source]]\nname = "bad"\nkind = "{kind}"\nurl = "{site.outlets["fab-ledger"]}{path}"\n{more}\n'
    config.write_text(f'allow_hosts = ["127.0.0.1"]\n{entry}', encoding="utf-8")
    answer = check("--format", "json")
    (row,) = json.loads(answer.stdout)
    assert (answer.status, row["result"], row["title"]) == (1, "failed", None)
    assert said in row["problem"]


def test_guard_holds(check: Check, config: Path, site: SampleSite) -> None:
    url = site.outlets["fab-ledger"] + "/feed.xml"
    config.write_text(f'[[source]]\nname = "bad"\nkind = "feed"\nurl = "{url}"\n', encoding="utf-8")
    before = len(site.requests)
    answer = check("--format", "json")
    assert answer.status == 1
    assert "allow_hosts" in json.loads(answer.stdout)[0]["problem"]
    assert len(site.requests) == before


def test_unknown_name_and_empty_file_are_misuse(check: Check, config: Path, site: SampleSite) -> None:
    site.write_sources(config)
    assert (check("nobody").status, "has no source 'nobody'" in check("nobody").stderr) == (2, True)
    config.write_text("", encoding="utf-8")
    assert (check().status, "has no sources" in check().stderr) == (2, True)
