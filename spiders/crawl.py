"""One crawl of one source, in its own process: a crash or a hang costs one crawl, and no reactor starts here."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spiders.items import SourceKind
from spiders.sources import Source
from spiders.spool import read_spool
from spiders.stats import Stat
from spiders.visits import Memory, Visit

__all__ = ["CrawlOptions", "CrawlReport", "crawl", "read_spool"]

# Between the polite signal, at which Scrapy closes the archive, and the one that nothing survives.
_GRACE = 5.0
_LOG_TAIL = 2000
_SPOOL_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """How a crawl behaves; the defaults are polite. Equal when every field is.

    `allow_hosts` are the hosts off the public web that may be fetched. `contact` (an address or page) goes into the
    user agent. A page without validators is not fetched again within `revisit_seconds`. `max_pages` and
    `max_minutes` replace the source's own where given. The process is ended `kill_after` seconds past its minutes.
    """

    allow_hosts: tuple[str, ...] = ()
    contact: str = "see the operator of this address"
    delay: float = 1.0
    per_host: int = 2
    autothrottle: bool = True
    retry_wait: float = 2.0
    retry_max_wait: float = 120.0
    download_timeout: float = 30.0
    revisit_seconds: float = 3600.0
    max_pages: int | None = None
    max_minutes: float | None = None
    max_bytes: int = 256 * 1024 * 1024
    max_body: int = 16 * 1024 * 1024
    kill_after: float = 60.0

    @classmethod
    def quick(cls, *, allow_hosts: tuple[str, ...]) -> CrawlOptions:
        """Return options without pauses, for servers of one's own such as the sample site."""
        return cls(
            allow_hosts=allow_hosts,
            delay=0.0,
            per_host=8,
            autothrottle=False,
            retry_wait=0.05,
            retry_max_wait=5.0,
            download_timeout=10.0,
            revisit_seconds=0.0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What one crawl did. `spool` holds its rows (`read_spool`), `log` its log.

    `started` is when, by the clock that the crawl was given. `requests` and `bytes` count what went over the wire,
    `items` what the listings had of the pages that are wanted, with those that are known, forbidden or gone. `pages`
    counts the pages handed over: `fresh` ones, seen for the first time, and `revisited` ones; `unchanged` are those of
    them whose body was already in the archive.
    `advised_minutes` (None where nothing is said) and `quiet_hours` are the listing's advice on coming back. `errors`
    counts what failed by kind ("robots", "http 404", "timeout", "refused address", "too large" ...). `whole` is False
    where something on the way down the listing may come another time: the crawl was ended, or a page or a part of the
    listing failed. `ok` is False where no listing could be read, where a spider failed or where the process did not
    end by itself; `detail` then says what is known. Pages that fail alone leave it True.
    """

    source: str
    spool: Path
    log: Path
    started: datetime
    seconds: float
    requests: int
    pages: int
    unchanged: int
    bytes: int
    finish_reason: str
    ok: bool
    detail: str = ""
    errors: Mapping[str, int] = field(default_factory=dict)
    items: int = 0
    fresh: int = 0
    revisited: int = 0
    advised_minutes: float | None = None
    quiet_hours: tuple[int, ...] = ()
    whole: bool = True


def crawl(
    source: Source,
    *,
    data_dir: Path,
    options: CrawlOptions | None = None,
    memory: Memory | None = None,
    now: datetime | None = None,
    probe: bool = False,
) -> CrawlReport:
    """Crawl one source in a process of its own and return what it did; whatever fails is said in the report.

    Without a `memory` of earlier runs every listed page is asked for. `now` is the time that the report gives.
    With `probe` the site at the source's address is looked at instead, whatever the source's kind: the spool then
    has one page, whose body is the entry (JSON) that fits the site.
    """
    options = options or CrawlOptions()
    source = replace(source, max_pages=options.max_pages or source.max_pages)
    minutes = options.max_minutes or source.max_minutes
    started = now or datetime.now(UTC)
    run = f"{source.name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    spool = data_dir.absolute() / "spool" / f"{run}.jsonl"
    spool.parent.mkdir(parents=True, exist_ok=True)
    log, counts = spool.with_suffix(".log"), spool.with_suffix(".stats.json")
    job = {
        "source": {**asdict(replace(source, options={})), "options": dict(source.options)},
        "settings": _make_settings(source, options, minutes, data_dir.absolute(), spool),
        "memory": _describe_memory(memory or Memory()),
        "counts": str(counts),
        "probe": probe,
    }
    _sweep(spool.parent, source)
    clock = time.monotonic()
    ending = _run_process(json.dumps(job), log=log, limit=minutes * 60 + options.kill_after)
    seconds = time.monotonic() - clock
    if not spool.exists():
        spool.touch()
    return _report(source, spool=spool, log=log, counts=counts, started=started, seconds=seconds, ending=ending)


def _sweep(folder: Path, source: Source) -> None:
    """Remove the source's old spools and logs; their pages stay in the archive."""
    oldest = time.time() - _SPOOL_DAYS * 86_400
    for path in folder.glob(f"{source.name}-????????T??????Z-*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _describe_memory(memory: Memory) -> dict[str, Any]:
    again = [{"address": visit.address, "request": visit.request, "hints": dict(visit.hints)} for visit in memory.again]
    return {"known": sorted(memory.known), "again": again, "newest": memory.newest, "whole": memory.whole}


def _read_memory(described: Mapping[str, Any]) -> Memory:
    again = tuple(Visit(**visit) for visit in described["again"])
    known = frozenset(described["known"])
    return Memory(known=known, again=again, newest=described["newest"], whole=described["whole"])


def _make_settings(
    source: Source, options: CrawlOptions, minutes: float, data_dir: Path, spool: Path
) -> dict[str, Any]:
    return {
        "CHIPWIRE_ALLOW_HOSTS": list(options.allow_hosts),
        "CHIPWIRE_ARCHIVE_DIR": str(data_dir / "archive"),
        "CHIPWIRE_MAX_BYTES": options.max_bytes,
        "CHIPWIRE_RETRY_MAX_WAIT": options.retry_max_wait,
        "CHIPWIRE_RETRY_WAIT": options.retry_wait,
        "CHIPWIRE_REVISIT_SECONDS": options.revisit_seconds,
        "CHIPWIRE_SPOOL": str(spool),
        "CLOSESPIDER_TIMEOUT": minutes * 60,
        "AUTOTHROTTLE_ENABLED": options.autothrottle,
        "AUTOTHROTTLE_START_DELAY": options.delay,
        # Both the same: a request that waits in a host's queue has passed the check whether the host wants a pause.
        "CONCURRENT_REQUESTS": options.per_host,
        "CONCURRENT_REQUESTS_PER_DOMAIN": options.per_host,
        "DOWNLOAD_DELAY": options.delay,
        "DOWNLOAD_MAXSIZE": options.max_body,
        "DOWNLOAD_TIMEOUT": options.download_timeout,
        # One folder per source: Scrapy's own folders are per spider, which all sources of a kind share.
        "HTTPCACHE_DIR": str(data_dir / "httpcache" / source.name),
        "USER_AGENT": f"Chipwire/0.1 (news research; contact: {options.contact})",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """How the process ended: by itself with `code`, or killed."""

    code: int
    killed: bool


def _run_process(job: str, *, log: Path, limit: float) -> _Ending:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "spiders.crawl"],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
        try:
            # Every way out that is not the process's own, an interrupt included, goes through `_kill`.
            process.communicate(job.encode(), timeout=limit)
            return _Ending(code=process.returncode, killed=False)
        except subprocess.TimeoutExpired:
            return _Ending(code=-1, killed=True)
        finally:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    for number, wait in ((signal.SIGTERM, _GRACE), (signal.SIGKILL, None)):
        if process.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(wait)


def _report(
    source: Source, *, spool: Path, log: Path, counts: Path, started: datetime, seconds: float, ending: _Ending
) -> CrawlReport:
    stats = _read_counts(counts)
    counts.unlink(missing_ok=True)
    reason = str(stats.get("finish_reason", "")) or "crashed"
    if ending.killed:
        reason = "killed: over its time"
    prefix = str(Stat.ERRORS)
    errors = {name.removeprefix(prefix): int(value) for name, value in stats.items() if name.startswith(prefix)}
    pages = int(stats.get(Stat.PAGES, 0)) if stats else _count_pages(spool)
    ended = ending.code == 0 and not ending.killed and bool(stats)
    ok = ended and int(stats.get(Stat.LISTINGS, 0)) > 0 and "spider" not in errors
    detail = ""
    if not ended:
        detail = log.read_bytes()[-_LOG_TAIL:].decode("utf-8", "replace").strip()
    elif not ok:
        failed = ", ".join(f"{kind} ({count})" for kind, count in sorted(errors.items()))
        detail = f"no listing could be read at {source.url}" if "spider" not in errors else "a spider failed"
        detail = f"{detail}: {failed or reason}"
    return CrawlReport(
        source=source.name,
        spool=spool,
        log=log,
        started=started,
        seconds=seconds,
        requests=int(stats.get(Stat.REQUESTS, 0)),
        pages=pages,
        unchanged=int(stats.get(Stat.UNCHANGED, 0)),
        bytes=int(stats.get(Stat.BYTES, 0)),
        finish_reason=reason,
        ok=ok,
        detail=detail,
        errors=errors,
        items=int(stats.get(Stat.ITEMS, 0)),
        fresh=int(stats.get(Stat.FRESH, 0)),
        revisited=int(stats.get(Stat.REVISITED, 0)),
        advised_minutes=stats.get(Stat.ADVISED_MINUTES),
        quiet_hours=tuple(stats.get(Stat.QUIET_HOURS, ())),
        whole=ok and reason == "finished" and not stats.get(Stat.MISSED),
    )


def _read_counts(path: Path) -> dict[str, Any]:
    try:
        stats = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return stats if isinstance(stats, dict) else {}


def _count_pages(spool: Path) -> int:
    with spool.open("rb") as file:
        return sum(line.startswith(b'{"page"') and line.endswith(b"\n") for line in file)


def _main() -> None:
    """Read a job from standard input and run it; the process of `crawl`."""
    from spiders.worker import run_job  # noqa: PLC0415 - brings Scrapy and its reactor, which callers must not have

    job = json.loads(sys.stdin.read())
    entry = {**job["source"], "kind": SourceKind(job["source"]["kind"])}
    memory = _read_memory(job["memory"])
    run_job(Source(**entry), memory=memory, settings=job["settings"], counts=Path(job["counts"]), probe=job["probe"])


if __name__ == "__main__":
    _main()
