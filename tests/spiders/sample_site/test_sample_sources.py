from __future__ import annotations

import tomllib

from spiders.items import SourceKind
from spiders.sample_site import load_outlets
from spiders.sample_site.__main__ import main


def test_sources_name_every_outlet_where_it_is_served(sample_site, client, tmp_path):
    path = tmp_path / "sources.toml"
    sample_site.write_sources(path)
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert written["allow_hosts"] == ["127.0.0.1"]
    sources = {source["name"]: source for source in written["source"]}
    assert sources.keys() == sample_site.outlets.keys()
    assert {source["kind"] for source in sources.values()} == set(SourceKind) - {SourceKind.LOCAL, SourceKind.LISTING}
    for outlet in load_outlets():
        source = sources[outlet.key]
        assert source["url"].startswith(sample_site.outlets[outlet.key])
        assert client.get(source["url"]).status == 200
        assert source["outlet"] == outlet.name
        assert source["canonical_base"] == outlet.canonical_base
        assert source["cadence_minutes"] == 60
        assert source["licence"]
    assert sources["wafer-relay"]["body"] == "page"


def test_the_command_prints_the_addresses_and_stops_by_itself(tmp_path, capsys):
    path = tmp_path / "sources.toml"
    assert main(["--minutes", "0.0001", "--sources", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    urls = {source["name"]: source["url"] for source in tomllib.loads(path.read_text(encoding="utf-8"))["source"]}
    assert len(lines) == 5
    for line in lines:
        name, address = line.split()
        assert urls[name].startswith(address.rstrip("/"))


def test_the_command_says_what_it_cannot_write(tmp_path, capsys):
    assert main(["--minutes", "0", "--sources", str(tmp_path / "missing" / "sources.toml")]) == 2
    assert capsys.readouterr().err.startswith("error: ")
