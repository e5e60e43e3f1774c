from __future__ import annotations

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from spiders.archive import INDEX, Archive, read_archived, read_index, replay
from spiders.errors import ArchiveError
from spiders.items import RawPage, Rejected, SourceKind

MOMENT = datetime(2026, 1, 13, 9, 30, tzinfo=UTC)
HEADERS = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Set-Cookie", "a=b"), ("ETag", '"1"')]


def make_page(url="https://a.example/1", body=b"<p>One</p>", **fields):
    page = RawPage(
        source="a",
        kind=SourceKind.FEED,
        url=url,
        status=200,
        content_type="text/html",
        body=body,
        fetched_at=MOMENT,
        hints={"title": "One", "fetched_url": "http://127.0.0.1/1"},
    )
    return replace(page, **fields)


def keep(folder, *pages, name="run", source="a", headers=HEADERS):
    with Archive(folder, source=source, name=name) as archive:
        return [archive.keep(page, headers=headers) for page in pages]


def test_body_is_read_back_by_its_pointer(tmp_path):
    bodies = [b"<p>One</p>", b"", bytes(range(256)) * 1000]
    pages = [make_page(f"https://a.example/{number}", body) for number, body in enumerate(bodies)]
    pointers = [pointer for pointer, _ in keep(tmp_path, *pages)]
    assert [read_archived(tmp_path, pointer) for pointer in pointers] == bodies
    assert len(set(pointers)) == 3


def test_same_body_is_written_once_over_runs_and_addresses(tmp_path):
    (first, known), (twin, twin_known) = keep(tmp_path, make_page(), make_page("https://a.example/copy"))
    (again, again_known), (changed, changed_known) = keep(tmp_path, make_page(), make_page(body=b"new"), name="later")
    assert first == twin == again != changed
    assert (known, twin_known, again_known, changed_known) == (False, False, True, False)
    assert changed.startswith("later.warc.gz#")
    assert len(list(read_index(tmp_path))) == 3


def test_run_without_news_leaves_no_file(tmp_path):
    keep(tmp_path, make_page())
    keep(tmp_path, make_page(), name="later")
    assert sorted(path.name for path in tmp_path.iterdir()) == [INDEX, "run.warc.gz"]


def test_records_are_warc_with_the_address_that_was_fetched(tmp_path):
    keep(tmp_path, make_page(), headers=HEADERS)
    post = make_page("https://a.example/post", b"{}", content_type="application/json")
    keep(tmp_path, post, name="post", headers=None)
    with (tmp_path / "run.warc.gz").open("rb") as file:
        info, response = list(ArchiveIterator(file))
    assert (info.rec_type, response.rec_type) == ("warcinfo", "response")
    assert response.rec_headers.get_header("WARC-Target-URI") == "http://127.0.0.1/1"
    assert response.rec_headers.get_header("WARC-Date") == "2026-01-13T09:30:00Z"
    assert response.http_headers.get_header("ETag") == '"1"'
    for name in ("Content-Encoding", "Set-Cookie"):
        assert response.http_headers.get_header(name) is None
    with (tmp_path / "post.warc.gz").open("rb") as file:
        (resource,) = [record for record in ArchiveIterator(file) if record.rec_type != "warcinfo"]
    assert resource.rec_type == "resource"
    assert resource.rec_headers.get_header("WARC-Target-URI") == "https://a.example/post"


def test_index_says_where_each_body_is(tmp_path):
    ((pointer, _),) = keep(tmp_path, make_page())
    (row,) = [json.loads(line) for line in (tmp_path / INDEX).read_text().splitlines()]
    assert row["url"] == "https://a.example/1"
    assert f"{row['file']}#{row['offset']}" == pointer
    assert row["digest"].startswith("sha256:")


def test_replay_gives_the_pages_as_they_were(tmp_path):
    pages = [make_page(), make_page("https://a.example/2", b"two")]
    pointers = [pointer for pointer, _ in keep(tmp_path, *pages)]
    keep(tmp_path, make_page(body=b"other", source="b"), source="b", name="other")
    expected = [replace(page, archive=pointer) for page, pointer in zip(pages, pointers, strict=True)]
    assert list(replay(tmp_path, source="a")) == expected
    assert len(list(replay(tmp_path))) == 3


def test_replay_of_a_lost_file_is_rejected_rows(tmp_path):
    keep(tmp_path, make_page())
    (tmp_path / "run.warc.gz").unlink()
    (row,) = replay(tmp_path)
    assert isinstance(row, Rejected)
    assert (row.stage, row.subject) == ("archive", "https://a.example/1")


def test_damaged_index_lines_are_passed_over(tmp_path):
    keep(tmp_path, make_page())
    with (tmp_path / INDEX).open("ab") as file:
        file.write(b'\n[1]\n{"url": 1}\n\xff\xfe\n{"url": "https://a.exam')
    assert [entry.url for entry in read_index(tmp_path)] == ["https://a.example/1"]


def test_headers_from_outside_cannot_break_a_record(tmp_path):
    ((pointer, _),) = keep(tmp_path, make_page(), headers=[("X-Odd", "caf\xe9 \u2603"), ("Content-Length", "9999")])
    assert read_archived(tmp_path, pointer) == b"<p>One</p>"


@pytest.mark.parametrize(
    "pointer", ["", "run.warc.gz", "run.warc.gz#x", "../run.warc.gz#0", "/etc/passwd#0", "a/b.warc.gz#0", ".warc.gz#0"]
)
def test_what_is_no_pointer_is_refused(tmp_path, pointer):
    with pytest.raises(ArchiveError, match="is no pointer"):
        read_archived(tmp_path, pointer)


def test_pointer_into_nothing_is_an_archive_error(tmp_path):
    ((pointer, _),) = keep(tmp_path, make_page(body=b"x" * 5000))
    file, _, offset = pointer.partition("#")
    for wrong in ("none.warc.gz#0", f"{file}#{int(offset) + 1}", f"{file}#999999"):
        with pytest.raises(ArchiveError):
            read_archived(tmp_path, wrong)
    (tmp_path / file).write_bytes((tmp_path / file).read_bytes()[: int(offset) + 20])
    with pytest.raises(ArchiveError):
        read_archived(tmp_path, pointer)
    (tmp_path / "bomb.warc.gz").write_bytes(gzip.compress(b"no record at all"))
    with pytest.raises(ArchiveError):
        read_archived(tmp_path, "bomb.warc.gz#0")


def test_crawls_side_by_side_share_the_index(tmp_path):
    def run(number):
        pages = [make_page(f"https://a.example/{number}/{turn}", b"%d-%d" % (number, turn)) for turn in range(25)]
        return keep(tmp_path, *pages, name=f"run{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    entries = list(read_index(tmp_path))
    assert len(entries) == 100
    assert all(read_archived(tmp_path, entry.pointer).decode() for entry in entries)
