"""The console script `chipwire`: every group of commands, and what a misuse ends with."""

from __future__ import annotations

import os
import sys

from desk.cli import ask, care, collect, entities, filters, find, ledger, sources, stories
from desk.cli.app import app
from pipelines.errors import PipelineError
from pipelines.settings import set_model_environment
from warehouse.errors import WarehouseError

# Importing a group registers its commands.
__all__ = ["app", "ask", "care", "collect", "entities", "filters", "find", "ledger", "main", "sources", "stories"]


def main() -> None:
    """Run the command line; misuse ends with one line on standard error and status 2."""
    set_model_environment()
    try:
        app()
    except (PipelineError, WarehouseError) as err:
        print(f"chipwire: {err}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        # The reader (head, less) has gone: nothing is left to say, and Python must not try to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
