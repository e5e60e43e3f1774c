"""`chipwire sources add` over real HTTP, against the bundled outlets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from spiders.items import SourceKind
from spiders.sample_site import SampleSite, serve_sample_site
from spiders.sources import read_sources

Add = Callable[..., Any]
HEAD = '# My outlets, in my words.\nallow_hosts = [ "127.0.0.1" ]  # loopback\n'


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with serve_sample_site() as served:
        yield served


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "outlets.toml"
    path.write_text(HEAD, encoding="utf-8")
    return path


@pytest.fixture
def add(chipwire: Add, file: Path) -> Add:
    def run(*arguments: str) -> Any:
        return chipwire("sources", "add", *arguments, "--file", str(file), download_delay="0")

    return run


@pytest.mark.parametrize(
    ("outlet", "page", "kind", "address"),
    [
        ("fab-ledger", "/", SourceKind.FEED, "/feed.xml"),
        ("fab-ledger", "/feed.json", SourceKind.FEED, "/feed.json"),
        ("fab-ledger", "/feed.xml", SourceKind.FEED, "/feed.xml"),
        ("fab-ledger", "/atom.xml", SourceKind.FEED, "/atom.xml"),
        ("wafer-relay", "/", SourceKind.WORDPRESS, "/"),
        ("compute-tavern", "/", SourceKind.DISCOURSE, "/"),
        ("lineprinter", "/", SourceKind.MIRROR, "/"),
        ("estuary-post", "/", SourceKind.SITEMAP, "/sitemap-index.xml"),
        ("estuary-post", "/sitemap-news.xml", SourceKind.SITEMAP, "/sitemap-news.xml"),
        ("estuary-post", "/chips/", SourceKind.LISTING, "/chips/"),
    ],
)
def test_right_entry_is_written_and_works(
    add: Add, chipwire: Add, file: Path, site: SampleSite, outlet: str, page: str, kind: SourceKind, address: str
) -> None:
    base = site.outlets[outlet]
    before = len(site.requests)
    answer = add(base + page, "--name", "found")
    paths = [request.path for request in site.requests[before:]]
    assert answer.status == 0, answer.stderr
    (source,) = read_sources(file).sources
    assert (source.name, source.kind, source.url) == ("found", kind, base + address)
    text = file.read_text(encoding="utf-8")
    assert text.startswith(HEAD)
    assert text.removeprefix(HEAD).strip() in answer.stdout
    assert paths[0] == "/robots.txt"
    assert len(paths) <= 7
    assert not any(path.startswith("/private") for path in paths)
    assert [path.name for path in file.parent.iterdir()] == ["outlets.toml"]
    check = chipwire("sources", "check", "--format", "json", sources=str(file), download_delay="0")
    assert [row["result"] for row in json.loads(check.stdout)] == ["ok"]


def test_language_is_taken_from_the_page_and_the_name_from_the_host(add: Add, file: Path, site: SampleSite) -> None:
    assert add(site.outlets["wafer-relay"]).status == 0
    (source,) = read_sources(file).sources
    assert (source.name, source.language) == ("127-0-0-1", "en")


def test_names_and_addresses_are_taken_once(add: Add, file: Path, site: SampleSite) -> None:
    url = site.outlets["fab-ledger"]
    assert add(url, "--name", "one").status == 0
    kept = file.read_bytes()
    before = len(site.requests)
    again = add(f"{url}/feed.xml", "--name", "two")
    assert (again.status, "as 'one'" in again.stderr) == (2, True)
    taken = add(site.outlets["estuary-post"], "--name", "one")
    assert (taken.status, "--name" in taken.stderr) == (2, True)
    # Both were told before anything was asked for.
    assert len(site.requests) == before
    found = add(url, "--name", "three")
    assert (found.status, "as 'one'" in found.stderr) == (2, True)
    assert file.read_bytes() == kept


@pytest.mark.parametrize(("page", "said"), [("/no-such-page", "404"), ("/private/press-accounts.html", "robots.txt")])
def test_site_without_anything_to_go_by(add: Add, file: Path, site: SampleSite, page: str, said: str) -> None:
    answer = add(site.outlets["lineprinter"] + page)
    assert (answer.status, said in answer.stderr, "docs/sources.md" in answer.stderr) == (2, True, True)
    assert file.read_text(encoding="utf-8") == HEAD


def test_page_that_lists_nothing_leads_to_the_sitemaps_of_its_site(add: Add, file: Path, site: SampleSite) -> None:
    assert add(site.outlets["estuary-post"] + "/about").status == 0
    assert read_sources(file).sources[0].kind is SourceKind.SITEMAP


@pytest.mark.parametrize("url", ["fab.example", "file:///etc/passwd", "https://me:pw@a.example/", "http://[::1"])
def test_what_is_no_address_is_misuse(add: Add, file: Path, url: str) -> None:
    answer = add(url)
    assert answer.status == 2
    assert "Traceback" not in answer.stderr
    assert file.read_text(encoding="utf-8") == HEAD


def test_guard_holds(add: Add, file: Path, site: SampleSite) -> None:
    file.write_text("", encoding="utf-8")
    before = len(site.requests)
    answer = add(site.outlets["fab-ledger"])
    assert (answer.status, "not on the public web" in answer.stderr) == (2, True)
    assert len(site.requests) == before
    assert file.read_bytes() == b""
