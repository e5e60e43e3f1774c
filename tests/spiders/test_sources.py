from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from spiders.errors import SourceError
from spiders.items import SourceKind
from spiders.sources import OPTIONS, Source, read_sources

ROOT = Path(__file__).parents[2]
GOOD = '[[source]]\nname = "a"\nkind = "feed"\nurl = "https://a.example/feed"\n'


def read(tmp_path, text):
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return read_sources(path)


def test_shipped_sources_cover_every_kind_and_say_their_licence():
    sources = read_sources(ROOT / "sources.toml")
    assert len(sources.sources) >= 12
    assert {source.kind for source in sources.sources} == set(SourceKind) - {SourceKind.LOCAL}
    assert all(source.licence and source.outlet and source.language for source in sources.sources)
    assert all(source.url.startswith("https://") for source in sources.sources)
    assert sources.allow_hosts == ()


def test_entry_is_read_with_its_defaults(tmp_path):
    sources = read(tmp_path, 'allow_hosts = ["127.0.0.1:8000", "intranet"]\n' + GOOD)
    assert sources.sources == (Source(name="a", kind=SourceKind.FEED, url="https://a.example/feed"),)
    assert sources.allow_hosts == ("127.0.0.1:8000", "intranet")


def test_options_stand_in_the_entry_or_in_their_own_table(tmp_path):
    entry = '[[source]]\nname = "a"\nkind = "wordpress"\nurl = "https://a.example"\n'
    flat = read(tmp_path, entry + 'body = "page"\nper_page = 50\n')
    nested = read(tmp_path, entry + 'options = { body = "page", per_page = 50 }\n')
    assert flat == nested
    assert dict(flat.sources[0].options) == {"body": "page", "per_page": "50"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[source]", "not valid TOML"),
        ("sources = 1", "unknown key 'sources'"),
        ("source = 'a'", "with two brackets"),
        ("[source]\nname = 'a'", "with two brackets"),
        (GOOD.replace("feed", "rss", 1), "kind is 'rss'; choose one of feed, sitemap, wordpress, discourse, mirror"),
        (GOOD.replace('kind = "feed"\n', ""), "kind is None"),
        (GOOD.replace('"feed"', '"local"'), "kind is 'local'"),
        (GOOD.replace('url = "https://a.example/feed"\n', ""), "source 1 (a): url is missing"),
        (GOOD.replace("https://a.example/feed", "ftp://a.example"), "no web address"),
        (GOOD.replace("https://a.example/feed", "https://a b.example"), "no web address"),
        (GOOD.replace("https://a.example/feed", "https://a.example:port/"), "no web address"),
        (GOOD.replace("https://a.example/feed", "https://me@a.example/"), "user name"),
        (GOOD.replace('"a"', '"A b"'), "name 'A b' is not of the form"),
        (GOOD.replace('"a"', '"../a"'), "name '../a' is not of the form"),
        (GOOD.replace('"a"', "7"), "name is 7"),
        (GOOD + GOOD, "source 2: the name 'a' is taken"),
        (GOOD + "cadence_minutes = 0", "cadence_minutes is 0"),
        (GOOD + "cadence_minutes = true", "cadence_minutes is True"),
        (GOOD + "slowest_minutes = 0", "slowest_minutes is 0"),
        (GOOD + "fastest_minutes = 90", "cadence_minutes is 60; give a number between fastest_minutes 90"),
        (GOOD + "slowest_minutes = 30", "cadence_minutes is 60; give a number between fastest_minutes 15 and"),
        (GOOD + "max_pages = 'ten'", "max_pages is 'ten'"),
        (GOOD + "language = 'english'", "language 'english'"),
        (GOOD + "canonical_base = 'a.example'", "no web address"),
        (GOOD + "base = 'a.example'", "no web address"),
        (GOOD + "colour = 'red'", "a feed source has no key 'colour'"),
        (GOOD + "body = 'page'", "a feed source has no key 'body'"),
        (GOOD + "options = 1", "options is 1"),
        (GOOD + "options = { body = 'page' }", "no option 'body'"),
        (GOOD + "pattern = '('", "option pattern is no regular expression"),
        (GOOD + "pattern = 1.5", "option pattern is 1.5"),
        (GOOD.replace("feed", "wordpress", 1) + "body = 'html'", "choose one of api, page"),
        (GOOD.replace("feed", "sitemap", 1) + "days = 0", "option days is 0"),
        ("allow_hosts = 'a'", "allow_hosts is 'a'"),
        ("allow_hosts = ['http://a']", "allow_hosts has 'http://a'"),
    ],
)
def test_every_fault_names_the_file_and_what_to_do(tmp_path, text, message):
    with pytest.raises(SourceError) as caught:
        read(tmp_path, text)
    assert message in str(caught.value)
    assert str(tmp_path / "sources.toml") in str(caught.value)


def test_missing_file_is_a_source_error(tmp_path):
    with pytest.raises(SourceError, match=r"none\.toml: cannot be read"):
        read_sources(tmp_path / "none.toml")


def test_unknown_name_lists_those_there_are(tmp_path):
    sources = read(tmp_path, GOOD)
    assert sources.find("a").name == "a"
    with pytest.raises(SourceError, match="no source is named 'b'; there are: a"):
        sources.find("b")


@pytest.mark.parametrize(
    ("kind", "url", "base"),
    [
        (SourceKind.FEED, "https://a.example/x/feed.xml", "https://a.example"),
        (SourceKind.SITEMAP, "https://a.example/sitemap.xml?x=1", "https://a.example"),
        (SourceKind.WORDPRESS, "https://a.example/blog/", "https://a.example/blog"),
        (SourceKind.WORDPRESS, "https://a.example/wp-json/wp/v2/posts?page=1", "https://a.example"),
        (SourceKind.DISCOURSE, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_served_base_follows_from_the_address(kind, url, base):
    assert Source(name="a", kind=kind, url=url).base == base


def test_canonical_and_served_addresses_are_turned_into_each_other():
    source = Source(name="a", kind=SourceKind.FEED, url="http://127.0.0.1:80/f", canonical_base="https://a.example/")
    assert source.canonical("http://127.0.0.1:80/x?y=1") == "https://a.example/x?y=1"
    assert source.served("https://a.example/x") == "http://127.0.0.1:80/x"
    assert source.canonical("http://127.0.0.1:80") == "https://a.example"
    for other in ("http://127.0.0.1:8000/x", "https://a.example.org/x", "https://b.example/x"):
        assert source.canonical(other) == source.served(other) == other


def test_every_kind_of_source_has_its_options():
    assert set(OPTIONS) == set(SourceKind)


def test_head_of_the_shipped_file_explains_every_key():
    head = (ROOT / "sources.toml").read_text(encoding="utf-8").partition("\nallow_hosts = ")[0]
    keys = {item.name for item in fields(Source)} - {"options"} | {key for keys in OPTIONS.values() for key in keys}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", head)] == []
