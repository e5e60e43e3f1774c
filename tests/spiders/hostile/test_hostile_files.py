"""Files that a user imports: odd names, links, WARC files that lie. Good pages beside them are read."""

from __future__ import annotations

import gzip
import os
import socket
from io import BytesIO

import brotli
import pytest
from hostile_feed import write_page
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.extract import extract_articles
from spiders.items import Article, Rejected
from spiders.local import read_local

GOOD = write_page("Good").encode()


def read(path):
    rows = list(extract_articles(read_local([path])))
    for row in rows:
        # All of it must fit into a table.
        (f"{row.title}{row.url}" if isinstance(row, Article) else f"{row.subject}{row.reason}{row.sample}").encode()
    return (
        [row.title for row in rows if isinstance(row, Article)],
        [row for row in rows if isinstance(row, Rejected)],
    )


def pack(*records: tuple[str, bytes, dict[str, str]]) -> bytes:
    """Responses (address, body, HTTP headers) as WARC, each in a member of its own."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, body, headers in records:
        given = {"Content-Type": "text/html; charset=utf-8", **headers}
        status = StatusAndHeaders("200 OK", list(given.items()), protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(body), length=len(body), http_headers=status
        )
        writer.write_record(record)
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "..html",
        "...html",
        "-rf.html",
        "a b\n\tc.html",
        "%2e%2e%2fetc%2fpasswd.html",
        "..\\..\\windows.html",
        "http:__10.0.0.1_.html",
        "$(reboot);'\".html",
        "\u202elmth.html",
        "x" * 240 + ".html",
        os.fsdecode(b"caf\xe9.html"),
        "A.HTML",
    ],
)
def test_file_with_an_odd_name_is_read(tmp_path, name):
    try:
        (tmp_path / name).write_bytes(GOOD)
    except OSError as err:  # a file system that takes no such name
        pytest.skip(str(err))
    (tmp_path / "good.html").write_bytes(GOOD)
    titles, rejected = read(tmp_path)
    # A name that begins with a dot is a hidden file's.
    assert titles == ["Good"] * (1 if name.startswith(".") else 2)
    assert rejected == []
    (tmp_path / name).write_bytes(b"")
    assert [row.reason for row in read(tmp_path / name)[1]] == ["the file is empty"]


def test_what_is_no_file_is_a_row(tmp_path):
    (tmp_path / "good.html").write_bytes(GOOD)
    os.mkfifo(tmp_path / "pipe.html")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.html"))
        titles, rejected = read(tmp_path)
    assert titles == ["Good"]
    assert [row.reason for row in rejected] == ["neither a file nor a folder"] * 2


def test_folders_in_folders_without_end_are_read(tmp_path):
    deep = tmp_path
    for _ in range(60):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "good.html").write_bytes(GOOD)
    assert read(tmp_path)[0] == ["Good"]


RECORD = pack(("https://a.example/good", GOOD, {}))
PLAIN = gzip.decompress(RECORD)


def swap(old: bytes, new: bytes) -> bytes:
    assert old in PLAIN
    return PLAIN.replace(old, new, 1)


BAD = {
    "length-huge": swap(b"Content-Length: ", b"Content-Length: 99999999999"),
    "length-negative": swap(b"Content-Length: ", b"Content-Length: -"),
    "length-word": swap(b"Content-Length: ", b"Content-Length: many"),
    "length-missing": swap(b"Content-Length", b"X-Length"),
    "version": swap(b"WARC/1.0", b"WARC/9.9"),
    "no-status": swap(b"HTTP/1.1 200 OK", b"HTTP/1.1"),
    "status-word": swap(b"200 OK", b"fine \xff"),
    "status-wide": swap(b"200 OK", "²⁰⁰ OK".encode()),
    "date": swap(b"WARC-Date: ", b"WARC-Date: 99999-"),
    "address-file": swap(b"https://a.example/good", b"file:///etc/passwd"),
    "address-odd": swap(b"https://a.example/good", b"http://[::1\xff\xfe"),
    "address-long": swap(b"https://a.example/good", b"https://a.example/" + b"x" * 100_000),
    "type-odd": swap(b"text/html; charset=utf-8", b"text/html; charset=\xff\xfe"),
    "headers-many": swap(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000),
    "nul": PLAIN[:200] + bytes(1000),
    "gzip-lie": swap(b"Content-Type: text/html", b"Content-Encoding: gzip\r\nContent-Type: text/html"),
    "brotli-lie": swap(b"Content-Type: text/html", b"Content-Encoding: br\r\nContent-Type: text/html"),
    "chunked-lie": swap(b"Content-Type: text/html", b"Transfer-Encoding: chunked\r\nContent-Type: text/html"),
    "text": b"This is no WARC file at all.\n" * 100,
    "pickle": b"\x80\x04\x95" + b"cos\nsystem\n" * 10,
    "packed-cut": RECORD[:-30],
    "packed-twice": gzip.compress(RECORD),
    "packed-bomb": gzip.compress(bytes(100_000_000)),
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", BAD)
def test_malformed_warc_ends_in_rows_or_articles_and_other_files_are_read(tmp_path, name):
    packed = name.startswith("packed")
    (tmp_path / f"a.warc{'.gz' if packed else ''}").write_bytes(BAD[name])
    (tmp_path / "b.warc.gz").write_bytes(RECORD)
    titles, rejected = read(tmp_path)
    assert titles in (["Good"], ["Good"] * 2)
    assert len(titles) == 2 or [row for row in rejected if row.reason]


def test_damaged_record_costs_no_other_record_of_its_file(tmp_path):
    bomb = gzip.compress(bytes(100_000_000))
    (tmp_path / "a.warc.gz").write_bytes(
        pack(
            ("https://a.example/1", GOOD, {}),
            ("https://a.example/bomb", bomb, {"Content-Encoding": "gzip"}),
            ("https://a.example/no-gzip", b"plain words", {"Content-Encoding": "gzip"}),
            ("https://a.example/chunks", b"zz\r\nno chunk", {"Transfer-Encoding": "chunked"}),
            ("file:///etc/passwd", GOOD, {}),
            ("https://a.example/empty", b"", {}),
            ("https://a.example/type", GOOD, {"Content-Type": "video/mp4"}),
            ("https://a.example/br", brotli.compress(GOOD), {"Content-Encoding": "br"}),
            ("https://a.example/br-cut", brotli.compress(GOOD)[:-9], {"Content-Encoding": "br"}),
            ("https://a.example/2", GOOD.replace(b"Good", b"Better"), {}),
        )
    )
    titles, rejected = read(tmp_path)
    assert titles[0] == "Good"
    assert titles[-2:] == ["Good", "Better"]
    reasons = {row.subject.rpartition("/")[2]: row.reason for row in rejected}
    assert "larger than" in reasons["bomb"]
    assert reasons["empty"]
    assert "video/mp4" in reasons["type"]
    assert "ends too early" in reasons["br-cut"]
    assert len(titles) + len(rejected) == 10
