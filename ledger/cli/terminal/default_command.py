"""A group whose first command runs if none is named: `cradle policy --out x` is `cradle policy draft --out x`."""

from typing import Any

from typer.core import TyperGroup


class DefaultGroup(TyperGroup):
    """The group; without any argument it prints its help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - its class is private to Typer
        """Parse the arguments, with the first command's name before them if they name none."""
        named = {*self.commands, *self.get_help_option_names(ctx)}
        if args and args[0] not in named:
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)
