from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.evaluate import SCORERS, replace_section
from desk.cli.main import app
from pipelines.settings import describe_settings

DOCS = Path(__file__).parent.parent / "docs"
COMMANDS = {command.name: command for command in app.registered_commands} | {
    f"{group.name} {command.name}": command
    for group in app.registered_groups
    if group.typer_instance is not None
    for command in group.typer_instance.registered_commands
}


def settings_table() -> str:
    rows = [f"| `{name}` | `{default}` | {text} |" for name, default, text in describe_settings()]
    return "\n".join(["| setting | default | what it is |", "|---|---|---|", *rows]).replace("| `` |", "| none |")


def test_every_setting_is_in_the_configuration_page() -> None:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    expected = replace_section(text, "settings", settings_table())
    assert text == expected, f"docs/configuration.md is not current; its table should be:\n{settings_table()}"


def test_quality_has_a_section_for_every_scorer() -> None:
    text = (DOCS / "quality.md").read_text(encoding="utf-8")
    for name in SCORERS:
        assert replace_section(text, name, "x") != text


@pytest.mark.parametrize("name", sorted(filter(None, COMMANDS)))
def test_every_command_is_documented_with_an_example(name: str) -> None:
    assert f"chipwire {name}" in (DOCS / "commands.md").read_text(encoding="utf-8")
    callback = COMMANDS[name].callback
    assert callback is not None
    assert f"Example: chipwire {name}" in re.sub(r"Example: .* \| ", "Example: ", callback.__doc__ or "")
