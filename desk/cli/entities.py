"""Commands about names: `chipwire entities new`, `merge`, `merged` and `check`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.app import ConfigOption, FormatOption, LimitOption, WarehouseOption, app, read_settings
from desk.tables import OutputFormat, print_rows
from pipelines.settings import Settings
from warehouse.merges import Label, Moved, find_stranger, list_merges, list_strangers, merge_entity, unmerge_entity
from warehouse.store import read, write

entities_app = typer.Typer(help="Names: new ones, and your own entries.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(entities_app, name="entities")

NEW_COLUMNS = ("entity_id", "articles", "mentions", "claims", "last_seen", "sentence")
MERGED_COLUMNS = ("provisional_id", "entity_id", "name", "merged_at")
JsonOption = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
NewId = Annotated[str, typer.Argument(help="The provisional id: new:chip:z9.", show_default=False)]

# What needs the registry is imported when a command runs: reading the warehouse must stay quick.


@entities_app.command("new")
def new(
    label: Annotated[Label | None, typer.Option("--label", help="Only names of this kind.")] = None,
    least: Annotated[int, typer.Option("--min", min=1, help="Named in so many articles at least.")] = 1,
    limit: LimitOption = 50,
    output: FormatOption = OutputFormat.TABLE,
    as_json: JsonOption = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Names that the registry does not know, with counts, when they were seen, and sentences that have them.

    Example: chipwire entities new --label CHIP --min 2
    """
    with read(read_settings(warehouse).warehouse) as con:
        found = list_strangers(con, label=label, least=least, limit=limit)
    rows = [asdict(row) for row in found]
    output = OutputFormat.JSON if as_json else output
    if output is OutputFormat.TABLE:
        rows = [{**row, "sentence": "\n".join(row["examples"])} for row in rows]
    print_rows(rows, output=output, columns=NEW_COLUMNS, title=f"{len(rows)} names that the registry does not know")


@entities_app.command("merge")
def merge(
    new_id: NewId,
    registry_id: Annotated[str | None, typer.Argument(help="The entity that it is: chip:nvidia-h200.")] = None,
    own: Annotated[str | None, typer.Option("--own", help="Make this entry in your own registry file for it.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="With --own: the name of the entry.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the merge of this name back.")] = False,
    warehouse: WarehouseOption = None,
    config: ConfigOption = None,
) -> None:
    """Let a new name stand for an entity that the registry has, or for a new entry of your own; later runs keep to it.

    Example: chipwire entities merge new:chip:acme-z9 --own chip:acme-z9 --name "Acme Z9"
    """
    if sum((registry_id is not None, own is not None, undo)) != 1:
        raise typer.BadParameter("give one of: the id of an entity, --own with the id of a new entry, --undo")
    settings = read_settings(warehouse, config)
    with read(settings.warehouse):
        pass  # a missing warehouse is an error, and not to be made here
    if undo:
        with write(settings.warehouse) as con:
            moved, target = unmerge_entity(con, new_id), "is a new name again"
    elif own is not None:
        moved, target = _merge_into_own(new_id, own, name, settings=settings), f"is now {own}"
    else:
        from pipelines.registry import find_entry  # noqa: PLC0415 - see above

        entry = find_entry(settings, registry_id or "")
        with write(settings.warehouse) as con:
            moved, target = merge_entity(con, new_id, entry), f"is now {entry.entity_id} ({entry.name})"
    print(f"{new_id} {target}: {moved.mentions} mentions and {moved.claims} claims changed")


def _merge_into_own(new_id: str, own: str, name: str | None, *, settings: Settings) -> Moved:
    from pipelines.registry import added_entry  # noqa: PLC0415 - see above

    with write(settings.warehouse) as con:
        label, known, spellings = find_stranger(con, new_id)
        entry = added_entry(settings, entity_id=own, label=label, name=name or known, spellings=spellings)
        with entry as added:
            return merge_entity(con, new_id, added)


@entities_app.command("merged")
def merged(output: FormatOption = OutputFormat.TABLE, warehouse: WarehouseOption = None) -> None:
    """Every merge that holds, the oldest first.

    Example: chipwire entities merged
    """
    with read(read_settings(warehouse).warehouse) as con:
        rows = [asdict(row) for row in list_merges(con)]
    print_rows(rows, output=output, columns=MERGED_COLUMNS, title=f"{len(rows)} merged names")


@entities_app.command("check")
def check(file: Annotated[Path, typer.Argument(help="Your registry file, JSON Lines.")]) -> None:
    """Check a file of your own entries together with the shipped registry, and count what it adds.

    Example: chipwire entities check my-entities.jsonl
    """
    from pipelines.registry import check_registry  # noqa: PLC0415 - see above

    added = {label: count for label, count in check_registry(file).items() if count}
    told = ", ".join(f"{count} {label}" for label, count in added.items()) or "no entry"
    print(f"{file}: right; it adds {told}")
