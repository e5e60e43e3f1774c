from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders import local
from spiders.items import RawPage, Rejected, SourceKind
from spiders.local import decode_text, read_local


def read(*paths):
    return list(read_local(paths))


def read_one(path):
    (row,) = read_local([path])
    return row


def write_warc(path, *records, compress=True):
    """Write records of (type, address, status, content type, body), as crawlers elsewhere would."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=compress)
        for kind, url, status, content_type, body in records:
            headers = None
            if kind == "response":
                headers = StatusAndHeaders(f"{status} X", [("Content-Type", content_type)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                kind,
                payload=BytesIO(body),
                length=len(body),
                http_headers=headers,
                warc_content_type=content_type if headers is None else "",
                warc_headers_dict={"WARC-Date": "2026-01-13T09:30:00Z"},
            )
            writer.write_record(record)


def test_text_file_has_no_address_and_its_own_time(tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes("H200 – 141 GB".encode())
    os.utime(path, (1_768_296_600, 1_768_296_600))
    page = read_one(path)
    assert isinstance(page, RawPage)
    assert (page.kind, page.source, page.url, page.status) == (SourceKind.LOCAL, "import", "", 200)
    assert page.content_type == "text/plain; charset=utf-8"
    assert page.body.decode() == "H200 – 141 GB"
    assert page.fetched_at == datetime(2026, 1, 13, 9, 30, tzinfo=UTC)
    assert page.archive is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café".encode("utf-16"), "café"),
        ("café".encode("utf-16-be"), "\0c\0a\0f\0é"),
        (b"caf\xe9 \x93x\x94", "café “x”"),
        (b"\xff\xfec", "�"),
        (b"", ""),
    ],
)
def test_text_is_decoded_by_its_mark_or_as_utf8_or_windows(body, text):
    assert decode_text(body) == text


@pytest.mark.parametrize("name", ["a.html", "a.htm", "A.HTML", "a.html.gz"])
def test_html_is_handed_over_as_bytes(tmp_path, name):
    body = b"<meta charset=latin-1><p>caf\xe9"
    (tmp_path / name).write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    page = read_one(tmp_path / name)
    assert (page.content_type, page.body) == ("text/html", body)


def test_rows_of_json_lines(tmp_path):
    rows = [
        {
            "id": 7,
            "url": "https://a.example/1",
            "html": "<p>é</p>",
            "title": "T",
            "published": "2026-01-13",
            "outlet": "O",
        },
        {"text": "Plain words", "authors": ["Ada B", "Cy D"], "title": None, "url": "javascript:1"},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    first, second = read(path)
    assert (first.url, first.content_type) == ("https://a.example/1", "text/html; charset=utf-8")
    assert first.body.decode() == "<p>é</p>"
    assert {name: first.hints[name] for name in ("title", "published", "outlet")} == {
        "title": "T",
        "published": "2026-01-13",
        "outlet": "O",
    }
    assert (second.url, second.body) == ("", b"Plain words")
    assert second.hints["authors"] == "Ada B; Cy D"
    assert "title" not in second.hints


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe\xfd", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"7", "not an object"),
        (b'{"title": "T"}', "neither html nor text"),
        (b'{"text": "  "}', "neither html nor text"),
        (b'{"text": 7}', "neither html nor text"),
    ],
)
def test_bad_row_is_rejected_and_the_next_is_read(tmp_path, line, reason):
    path = tmp_path / "rows.ndjson"
    path.write_bytes(line + b'\n{"text": "good"}\n')
    bad, good = read(path)
    assert reason in bad.reason
    assert bad.subject == f"{path}:1"
    assert bad.stage == "import"
    assert good.body == b"good"


def test_row_over_the_limit_is_rejected_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "MOST_BYTES", 100)
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 1000 + b'"}\n{"text": "good"}\n')
    bad, good = read(path)
    assert "longer than 100" in bad.reason
    assert good.body == b"good"


@pytest.mark.parametrize("compress", [True, False])
def test_warc_gives_its_text_pages_and_rejects_the_others(tmp_path, compress):
    path = tmp_path / ("a.warc.gz" if compress else "a.warc")
    large = b"<p>" + b"word " * 100_000
    write_warc(
        path,
        ("request", "https://a.example/1", 0, "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        ("response", "https://a.example/1", 200, "text/html; charset=utf-8", large),
        ("response", "https://a.example/2", 301, "text/html", b"moved"),
        ("response", "https://a.example/3", 200, "image/png", b"png"),
        ("resource", "https://a.example/4", 0, "application/json", b"{}"),
        ("response", "file:///etc/passwd", 200, "text/html", b"<p>five"),
        compress=compress,
    )
    rows = read(path)
    pages = [row for row in rows if isinstance(row, RawPage)]
    assert [page.url for page in pages] == ["https://a.example/1", "https://a.example/4"]
    assert pages[0].body == large
    assert pages[0].fetched_at == datetime(2026, 1, 13, 9, 30, tzinfo=UTC)
    assert [row.reason for row in rows if isinstance(row, Rejected)] == [
        "the server answered 301",
        "content type image/png is not text",
        "content type application/http; msgtype=response is not text",
    ]


def test_archive_of_our_own_can_be_imported(sample_crawls):
    archive = sample_crawls["fab-ledger"][0].report.spool.parent.parent / "archive"
    rows = [row for path in sorted(archive.glob("*.warc.gz")) for row in read(path)]
    expected = sum(crawls[0].report.pages for crawls in sample_crawls.values())
    assert [type(row) for row in rows] == [RawPage] * expected


@pytest.mark.parametrize("keep", [0, 5, 200, -30])
def test_cut_off_warc_gives_what_is_whole_and_then_ends(tmp_path, keep):
    path = tmp_path / "a.warc.gz"
    write_warc(path, *[("response", f"https://a.example/{n}", 200, "text/html", os.urandom(500)) for n in range(3)])
    path.write_bytes(path.read_bytes()[:keep])
    rows = read(path)
    assert sum(isinstance(row, RawPage) for row in rows) <= 3
    assert all(row.reason for row in rows if isinstance(row, Rejected))


def test_page_over_the_limit_is_rejected_packed_or_not(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "MOST_BYTES", 1000)
    (tmp_path / "a.txt").write_bytes(b"x" * 1001)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"x" * 10_000_000))
    write_warc(tmp_path / "c.warc.gz", ("response", "https://a.example/1", 200, "text/html", b"x" * 1001))
    assert [row.reason for row in read(tmp_path)] == ["larger than 1000 bytes, unpacked"] * 3


def test_folder_is_read_in_order_without_hidden_files_and_unknown_ones_are_rejected(tmp_path):
    for name in ("b.txt", "a/2.html", "a/1.txt", ".hidden.txt", ".git/c.txt", "photo.jpg", "none"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    rows = read(tmp_path)
    names = [row.hints["file"] if isinstance(row, RawPage) else row.subject for row in rows]
    assert names == [str(tmp_path / name) for name in ("a/1.txt", "a/2.html", "b.txt", "none", "photo.jpg")]
    assert "unknown kind of file '.jpg'" in rows[-1].reason


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    for path in (outside, folder):
        path.mkdir()
    (outside / "secret.txt").write_text("secret")
    (folder / "own.txt").write_text("own")
    (folder / "a.txt").symlink_to(outside / "secret.txt")
    (folder / "b").symlink_to(outside)
    (folder / "c").symlink_to(folder)
    (folder / "d.txt").symlink_to(folder / "own.txt")
    (folder / "e.txt").symlink_to(folder / "e.txt")
    rows = read(folder)
    assert [row.body for row in rows if isinstance(row, RawPage)] == [b"own"]
    rejected = [row for row in rows if isinstance(row, Rejected)]
    assert [row.subject.rpartition("/")[2] for row in rejected][:2] == ["a.txt", "b"]
    assert all("link" in row.reason for row in rejected)


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.txt.gz", b"not packed", "cannot be read"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 9999)[:-9], "cannot be read"),
        ("a.warc", b"not a warc\r\n\r\n", "cannot be read"),
        ("a.txt", b" \n", "empty"),
        ("a.html", b"", "empty"),
        ("a.jsonl", b"\n", "holds no page"),
        ("a.warc.gz", b"", "holds no page"),
    ],
)
def test_damaged_file_ends_in_a_reason(tmp_path, name, body, reason):
    (tmp_path / name).write_bytes(body)
    *_, last = read(tmp_path / name)
    assert isinstance(last, Rejected)
    assert reason in last.reason


def test_missing_file_is_rejected(tmp_path):
    assert "no such file" in read_one(tmp_path / "none.txt").reason


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=2000), suffix=st.sampled_from(["txt", "html", "jsonl", "warc", "warc.gz", "jsonl.gz"]))
def test_no_bytes_break_the_reader(tmp_path, body, suffix):
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(body)
    for row in read(path):
        assert isinstance(row, RawPage) or row.reason


def test_folder_that_cannot_be_read_is_a_row_and_the_others_are_read(tmp_path, monkeypatch):
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("A title\n\nWords of the story.")
    listing = Path.iterdir

    def refuse(folder):
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listing(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    closed, page = read_local([tmp_path])
    assert isinstance(closed, Rejected)
    assert "the folder cannot be read" in closed.reason
    assert isinstance(page, RawPage)
