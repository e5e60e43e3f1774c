"""Entries written into a sources file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.entries import add_entry, check_new, format_entry
from spiders.errors import SourceError
from spiders.items import SourceKind
from spiders.sources import Source, Sources, read_sources

ENTRY = {"name": "new", "kind": "feed", "url": "https://new.example/feed"}
OLD = '# Mine\nallow_hosts=[]\n\n[[source]]\nname = "old" # keep\nkind = "mirror"\nurl = "https://old.example/"'


@pytest.mark.parametrize("before", [OLD, OLD + "\n", OLD + "\n\n[source.options]\npattern = 'news'\n", ""])
def test_rest_of_the_file_stays_as_it_is(tmp_path, before):
    path = tmp_path / "sources.toml"
    path.write_text(before, encoding="utf-8")
    path.chmod(0o640)
    source = add_entry(path, ENTRY)
    assert path.read_text(encoding="utf-8").startswith(before)
    assert read_sources(path).sources[-1] == source
    assert source == Source(name="new", kind=SourceKind.FEED, url="https://new.example/feed")
    assert [each.name for each in tmp_path.iterdir()] == ["sources.toml"]


def test_file_is_made_where_there_is_none_and_a_link_stays_a_link(tmp_path):
    (tmp_path / "link.toml").symlink_to(tmp_path / "real.toml")
    add_entry(tmp_path / "link.toml", ENTRY)
    assert (tmp_path / "link.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text(encoding="utf-8") == format_entry(ENTRY)


@pytest.mark.parametrize(
    ("before", "entry"),
    [
        ("no toml [", ENTRY),
        ('source = [{name = "old", kind = "feed", url = "https://old.example"}]\n', ENTRY),
        (OLD, {**ENTRY, "name": "old"}),
        (OLD, {**ENTRY, "kind": "gossip"}),
        (OLD, {**ENTRY, "name": "../new"}),
    ],
)
def test_file_that_would_not_read_well_is_left_alone(tmp_path, before, entry):
    path = tmp_path / "sources.toml"
    path.write_text(before, encoding="utf-8")
    with pytest.raises(SourceError):
        add_entry(path, entry)
    assert path.read_text(encoding="utf-8") == before
    assert [each.name for each in tmp_path.iterdir()] == ["sources.toml"]


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable() and text.strip()))
def test_printable_names_survive_quoting(tmp_path_factory, outlet):
    path = tmp_path_factory.mktemp("entries") / "sources.toml"
    assert add_entry(path, {**ENTRY, "outlet": outlet}).outlet == outlet


@pytest.mark.parametrize(
    "url", ["https://old.example/feed", "http://www.old.example/feed/", "https://OLD.example/feed"]
)
def test_addresses_that_differ_in_nothing_that_matters_are_one(tmp_path, url):
    sources = Sources(sources=(Source(name="old", kind=SourceKind.FEED, url="https://old.example/feed"),))
    with pytest.raises(SourceError, match="as 'old'"):
        check_new(sources, path=tmp_path, name="new", url=url)
    check_new(sources, path=tmp_path, name="new", url="https://old.example/feed?section=chips")
