from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spiders.archive import Archive
from spiders.errors import SpoolError
from spiders.items import RawPage, Rejected, SourceKind
from spiders.spool import SpoolWriter, read_spool

MOMENT = datetime(2026, 1, 13, 9, 30, 0, 5, tzinfo=UTC)
REJECTED = Rejected(stage="fetch", subject="https://a.example/x", reason="404", sample="caf\udce9", source="a")


@pytest.fixture
def page(tmp_path):
    page = RawPage(
        source="a",
        kind=SourceKind.MIRROR,
        url="https://a.example/1",
        status=200,
        content_type="text/plain",
        body=b"One\xff",
        fetched_at=MOMENT,
        hints={"title": "H200 “cut”"},
    )
    with Archive(tmp_path / "archive", source="a", name="run") as archive:
        pointer, _ = archive.keep(page, headers=[])
    return replace(page, archive=pointer)


def write(tmp_path, *rows):
    path = tmp_path / "spool" / "run.jsonl"
    with SpoolWriter(path, archive_dir=tmp_path / "archive") as spool:
        for row in rows:
            spool.add(row)
    return path


def test_rows_come_back_as_they_were(tmp_path, page):
    path = write(tmp_path, page, REJECTED, page)
    assert list(read_spool(path)) == [page, REJECTED, page]


def test_data_folder_can_be_moved(tmp_path, page):
    write(tmp_path, page)
    (tmp_path / "moved").mkdir()
    for name in ("spool", "archive"):
        (tmp_path / name).rename(tmp_path / "moved" / name)
    assert list(read_spool(tmp_path / "moved" / "spool" / "run.jsonl")) == [page]


def test_page_that_is_not_archived_cannot_be_spooled(tmp_path, page):
    with pytest.raises(SpoolError, match="not archived"):
        write(tmp_path, replace(page, archive=None))


def test_row_that_was_cut_off_or_is_foreign_is_rejected_and_the_rest_is_read(tmp_path, page):
    path = write(tmp_path, page)
    lines = [b'{"page": {"source": "a"', b"[]", b"{}", b'{"page": 7}', b'{"page": {"kind": "none"}}', b"\xff"]
    path.write_bytes(path.read_bytes() + b"\n".join(lines))
    first, *rest = read_spool(path)
    assert first == page
    assert [row.subject for row in rest] == [f"run.jsonl:{number}" for number in range(3, 9)]
    assert all(isinstance(row, Rejected) and row.stage == "fetch" for row in rest)


def test_body_that_is_gone_from_the_archive_is_rejected(tmp_path, page):
    path = write(tmp_path, page, REJECTED)
    (tmp_path / "archive" / "run.warc.gz").unlink()
    lost, kept = read_spool(path)
    assert isinstance(lost, Rejected)
    assert "crawl the source again" in lost.reason
    assert kept == REJECTED


def test_empty_spool_has_no_rows(tmp_path):
    (tmp_path / "empty.jsonl").touch()
    assert list(read_spool(tmp_path / "empty.jsonl")) == []
