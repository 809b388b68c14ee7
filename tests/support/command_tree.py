"""The commands of `cradle`, and the names of what each is given."""

from collections.abc import Iterator

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

FLAGS = {"--serve", "--json", "--csv"}
"""The flags that tests give; they have no value."""


def walk(app: typer.Typer) -> Iterator[tuple[str, TyperCommand]]:
    """Each command with its words on the command line; not the answers to former names, which are hidden."""
    yield from _walk(typer.main.get_group(app), "")


def _walk(group: TyperGroup, path: str) -> Iterator[tuple[str, TyperCommand]]:
    for name, below in group.commands.items():
        called = f"{path} {name}".strip()
        if isinstance(below, TyperGroup):
            yield from _walk(below, called)
        elif isinstance(below, TyperCommand) and not below.hidden:
            yield called, below


def valued(command: TyperCommand) -> list[str]:
    """The arguments by name, then the options by their first word; not the flags, which have no value."""
    flags = [row for row in command.params if isinstance(row, TyperOption) and row.is_flag]
    return [
        row.opts[0] if isinstance(row, TyperOption) else str(row.name)
        for row in command.params
        if row not in flags
    ]


def flags(command: TyperCommand) -> list[str]:
    """The options without a value."""
    found = (row for row in command.params if isinstance(row, TyperOption))
    return [row.opts[0] for row in found if row.is_flag]


def argv(command: str, values: dict[str, str]) -> list[str]:
    """The words of a call, options before arguments; an argument may begin with a hyphen."""
    named = [(name, value) for name, value in values.items() if name.startswith("-")]
    options = [name if name in FLAGS else f"{name}={value}" for name, value in named]
    arguments = [value for name, value in values.items() if not name.startswith("-")]
    return [*command.split(), *options, *(("--", *arguments) if arguments else ())]
