"""Records of other crawlers' WARC files: with bounds on header lines, and bodies that warcio itself cannot unpack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import brotli  # type: ignore[import-untyped]  # it ships no types; Scrapy brings it
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

# Longer lines, and more of them, stand in no header; a file of zeros unpacks to one line without end.
_LONGEST_LINE = 256 * 1024
_MOST_OF_A_HEADER = 4 * 1024 * 1024
_STEP = 64 * 1024


class _Lines(DecompressingBufferedReader):  # type: ignore[misc]  # warcio ships no types
    """Reads lines up to a length, and so many of them before there is a body."""

    lines = 0

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(min(length or _LONGEST_LINE, _LONGEST_LINE))
        self.lines += len(line)
        if (len(line) >= _LONGEST_LINE and not line.endswith(b"\n")) or self.lines > _MOST_OF_A_HEADER:
            raise ArchiveLoadFailed("the header of a record does not end")
        return line

    def read(self, length: int | None = None) -> bytes:
        self.lines = 0
        data: bytes = super().read(length)
        return data


def read_records(file: IO[bytes]) -> Iterator[Any]:
    """Yield the records of a WARC file, packed or not, one at a time; raises ArchiveLoadFailed where it is none."""
    records = ArchiveIterator(file)
    records.reader = _Lines(records.fh)
    yield from records


def read_content(record: Any, *, limit: int) -> bytes:
    """Return a record's body, unpacked, or its first `limit` bytes; raises ValueError for one that is damaged."""
    headers = record.http_headers
    encoding = (headers.get_header("Content-Encoding") or "").strip().lower() if headers is not None else ""
    if encoding != "br":
        content: bytes = record.content_stream().read(limit)
        return content
    # warcio sets an attribute that brotli's own type no longer takes.
    chunked = (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    return _unpack_brotli(stream.read(limit), limit)


def _unpack_brotli(packed: bytes, limit: int) -> bytes:
    unpacker, parts, size, rest = brotli.Decompressor(), [], 0, packed
    while size < limit and not unpacker.is_finished():
        try:
            piece: bytes = unpacker.process(rest, output_buffer_limit=_STEP)
        except brotli.error as err:
            raise ValueError(f"the br body is damaged ({err})") from err
        if not piece and not rest:
            raise ValueError("the br body ends too early")
        parts.append(piece)
        size, rest = size + len(piece), b""
    return b"".join(parts)[:limit]
