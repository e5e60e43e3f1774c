"""Make a large WARC out of the sample site's pages: the same pages again and again, under changed addresses.

python -m benchmarks.archive big.warc.gz --bytes 1000000000 [--edit] [--weight 50000]

The pages of round N stand at OUTLET-N.example, in their links and canonical addresses too, so that every one is an
article of its own. --bytes counts what the records hold unpacked. With --edit each page says in its text which round it
is of, so that no two texts are equal and all of them are copies. The sample pages are bare, 5 KB each; --weight gives
each as many bytes more in a script of its own, as the pages of real outlets carry them.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.sample_site import serve_sample_site


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePage:
    """One page as the sample site serves it. `base` is the address that its links begin with."""

    outlet: str
    base: str
    path: str
    html: str


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", type=Path, help="the file to write, .warc or .warc.gz")
    parser.add_argument("--bytes", type=int, default=1_000_000_000, help="write until the records hold this much")
    parser.add_argument("--edit", action="store_true", help="change each text a little")
    parser.add_argument("--weight", type=int, default=0, help="bytes of script to put into each page")
    options = parser.parse_args(arguments)
    pages, size = write_archive(options.target, size=options.bytes, edit=options.edit, weight=options.weight)
    print(f"{options.target}: {pages} pages, {size} bytes unpacked, {options.target.stat().st_size} bytes on disk")
    return 0


def write_archive(target: Path, *, size: int, edit: bool = False, weight: int = 0) -> tuple[int, int]:
    """Write pages until the records hold `size` bytes; return how many there are, and what they hold."""
    sample = list(read_sample())
    pages = written = 0
    with target.open("wb") as out:
        writer = WARCWriter(out, gzip=target.suffix == ".gz")
        for number in count():
            for page in sample:
                written += _write(writer, page, number, edit=edit, weight=weight)
                pages += 1
                if written >= size:
                    return pages, written
    return pages, written


def read_sample() -> Iterator[SamplePage]:
    """Yield the page of each article that an outlet of the sample site serves as HTML."""
    with serve_sample_site() as site:
        for article in site.articles:
            base = site.outlets[article.outlet]
            # Outlets that are read through an API or a mirror have no page there.
            with suppress(HTTPError), urlopen(base + article.path, timeout=10) as reply:
                html = reply.read().decode("utf-8", "replace")
                if "html" in reply.headers.get_content_type():
                    yield SamplePage(outlet=article.outlet, base=base, path=article.path, html=html)


def _write(writer: WARCWriter, page: SamplePage, number: int, *, edit: bool, weight: int) -> int:
    home = f"https://{page.outlet}-{number}.example"
    html = page.html.replace(page.base, home)
    if edit:
        html = html.replace("</p>", f" It was note {number} of the day.</p>", 1)
    if weight:
        state = random.Random(f"{number} {page.path}").randbytes(weight // 2).hex()
        html = html.replace("</body>", f'<script>window.state = "{state}"</script></body>', 1)
    body = html.encode()
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        home + page.path,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=head,
        warc_headers_dict={"WARC-Date": datetime(2026, 2, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
    )
    writer.write_record(record)
    return len(body)


if __name__ == "__main__":
    sys.exit(main())
