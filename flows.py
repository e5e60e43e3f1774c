"""Prefect flows: the only file that knows Prefect. `python -m flows run` and `python -m flows schedule` start them."""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.error import URLError
from urllib.request import urlopen

from pipelines.settings import Settings, load_settings, set_model_environment, set_prefect_environment

set_prefect_environment(load_settings())
set_model_environment()

# Prefect reads its settings when it is imported, so that the lines above come first.
from prefect import flow, task  # noqa: E402
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: E402
from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402
from prefect.types.entrypoint import EntrypointType  # noqa: E402
from prefect.utilities.annotations import quote  # noqa: E402

from pipelines.errors import PipelineError, RunFailedError  # noqa: E402
from pipelines.fetch import CrawlReport, FetchError, fetch, list_sources, read_pages, require_pages  # noqa: E402
from pipelines.ingest import PLAIN_STEPS, Steps, WarehouseError, ingest, open_run, record_failure  # noqa: E402
from pipelines.plan import plan_run  # noqa: E402
from pipelines.progress import show_progress  # noqa: E402
from pipelines.report import FAILED  # noqa: E402

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from pipelines.annotate import Annotated
    from pipelines.cluster import Clustered
    from pipelines.ingest import Article, Batch, Board, LoadReport
    from pipelines.plan import Assignment

PARALLEL_CRAWLS = 4
SERVER_SECONDS = 90
DEPLOYMENT = "chipwire"
# Any: the runner's own futures are not typed as the base class's.
RUNNER: Any = ThreadPoolTaskRunner(max_workers=PARALLEL_CRAWLS)
Value = TypeVar("Value")


# Nothing is cached: the warehouse itself knows which versions it has.
@task(name="crawl", task_run_name="crawl {name}", cache_policy=NO_CACHE)
def crawl_source(
    name: str,  # noqa: ARG001 - names the task's run
    assignment: Assignment,
    allow_hosts: tuple[str, ...],
    settings: Settings,
) -> CrawlReport:
    """Crawl one source; raises, to be tried again, when it failed in a way that may pass and is not dead."""
    report = fetch(assignment.source, allow_hosts=allow_hosts, settings=settings, memory=assignment.memory)
    return report if assignment.is_dead else require_pages(report)


@task(name="annotate", cache_policy=NO_CACHE)
def annotate_batch(articles: Sequence[Article], settings: Settings) -> list[Annotated]:
    """Annotate a batch of articles."""
    return PLAIN_STEPS.annotate(articles, settings)


@task(name="cluster", cache_policy=NO_CACHE)
def cluster_batch(annotated: Sequence[Annotated], board: Board, settings: Settings) -> Clustered:
    """Place a batch of articles in stories."""
    return PLAIN_STEPS.cluster(annotated, board, settings)


@task(name="load", cache_policy=NO_CACHE)
def load_batch(con: DuckDBPyConnection, batch: Batch) -> LoadReport:
    """Load a batch in one transaction."""
    return PLAIN_STEPS.load(con, batch)


@task(name="settle", cache_policy=NO_CACHE)
def settle_ledger(con: DuckDBPyConnection) -> LoadReport:
    """Bring the ledger up to all that was loaded."""
    return PLAIN_STEPS.settle(con)


TASKS = Steps(
    annotate=lambda articles, settings: annotate_batch(_unseen(articles), _unseen(settings)),
    cluster=lambda annotated, earlier, settings: cluster_batch(_unseen(annotated), _unseen(earlier), _unseen(settings)),
    load=lambda con, batch: load_batch(_unseen(con), _unseen(batch)),
    settle=lambda con: settle_ledger(_unseen(con)),
)


@flow(name="ingest", task_runner=RUNNER, validate_parameters=False)
def ingest_sources(only: Sequence[str] = (), trigger: str = "schedule", only_due: bool = True) -> str:
    """Fetch the sources (all, or those named; of them those that are due), read what is new, and publish it.

    Returns the run report; where nothing is due, one line that says so, and nothing is written.

    Raises RunFailedError when not one source could be read, so that the run is a failed one for Prefect too.
    The settings are those of the process that runs the flow, so that a deployment need not keep them.
    """
    settings = load_settings()
    sources = list_sources(settings, only=only)
    run = open_run(trigger)
    plan = plan_run(sources.sources, settings=settings, now=run.row.started_at, only_due=only_due)
    if plan.later and not plan.now:
        return plan.describe_wait()
    crawl = crawl_source.with_options(retries=settings.fetch_retries, retry_delay_seconds=settings.fetch_retry_seconds)
    with show_progress() as meter:
        futures = [
            crawl.submit(one.source.name, _unseen(one), sources.allow_hosts, _unseen(settings)) for one in plan.now
        ]
        reports = []
        for future in futures:
            reports.append(_settle(future))
            meter.advance("crawled", total=len(futures))
        run = run.with_fetches(plan.now, reports)
        try:
            tally = ingest(read_pages(reports), run=run, settings=settings, meter=meter, steps=TASKS)
        except Exception as err:
            record_failure(run, repr(err), settings=settings)
            raise
    create_markdown_artifact(key="run-report", markdown=tally.report, description="What the run did")
    if tally.status == FAILED:
        raise RunFailedError(tally.report)
    return tally.report


def _unseen(value: Value) -> Value:
    """Hide a value from Prefect, which would otherwise walk through every record of it to look for futures."""
    return cast("Value", quote(value))


def _settle(future: Any) -> CrawlReport:  # Any: Prefect's future is not typed by its result
    """Return a crawl's report; one that failed for good still says what it got and why it stopped."""
    result = future.result(raise_on_failure=False)
    if isinstance(result, FetchError):
        return result.report
    if isinstance(result, BaseException):
        raise result
    report: CrawlReport = result
    return report


def schedule(*, every: timedelta | None, cron: str | None, only_due: bool) -> None:
    """Serve the ingest flow as a deployment until stopped; runs wait for each other instead of overlapping."""
    with _server() as url, temporary_settings({PREFECT_API_URL: url}):
        ingest_sources.serve(
            name=DEPLOYMENT,
            interval=every,
            cron=cron,
            parameters={"only_due": only_due},
            limit=1,
            global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
            # The schedule belongs to the deployment: stopping this process must not switch it off elsewhere.
            pause_on_shutdown=False,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )


@contextmanager
def _server() -> Iterator[str]:
    """Yield the API's address: the configured server's, else that of one started here, as a temporary one keeps
    no schedule."""
    configured = PREFECT_API_URL.value()
    if configured:
        yield str(configured)
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen([*command, "--no-ui"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:  # noqa: S603
        try:
            _await_server(server, f"http://127.0.0.1:{port}/api")
            yield f"http://127.0.0.1:{port}/api"
        finally:
            server.terminate()


def _await_server(server: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + SERVER_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise PipelineError(f"Prefect's server stopped with status {server.returncode}; try `prefect server start`")
        try:
            urlopen(f"{url}/health", timeout=5).close()  # noqa: S310 - our own loopback address
        except (URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    raise PipelineError(f"Prefect's server did not answer at {url} within {SERVER_SECONDS} s")


def main(arguments: Sequence[str] | None = None) -> int:
    """Start a flow from the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m flows", description="Chipwire's Prefect flows")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run the ingest flow once")
    run.add_argument("--only", action="append", default=[], metavar="SOURCE", help="this source alone (repeatable)")
    run.add_argument("--trigger", default="run", help="what started it, for the runs table")
    run.add_argument("--due", action="store_true", help="only the sources that are due")
    plan = commands.add_parser("schedule", help="serve the ingest flow as a deployment; a run reads what is due")
    plan.add_argument("--seconds", type=float, help="interval between runs")
    plan.add_argument("--cron", help="cron expression instead of an interval")
    plan.add_argument("--all", action="store_true", help="each run reads all sources, due or not")
    options = parser.parse_args(arguments)
    try:
        if options.command == "run":
            print(ingest_sources(options.only, options.trigger, options.due))
        else:
            every = timedelta(seconds=options.seconds) if options.seconds else None
            schedule(every=every, cron=options.cron, only_due=not options.all)
    except RunFailedError as err:
        print(err)
        return 1
    except (PipelineError, WarehouseError) as err:
        print(f"chipwire: {err}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
