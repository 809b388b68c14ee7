"""The settings as defaults of options, for each command that has the option and for no other.

An option takes a setting if it has the variable of the same meaning. An option is looked up after the command line and
its variable, so a setting is read only where neither states it.
"""

from typer.core import TyperGroup

from ledger.cli.backend.config import VARIABLES, settings


class _Defaults(dict[str, object]):
    """The settings of a command's options, by the name of each parameter."""

    def get(self, name: str, default: object = None) -> object:
        """Read the setting of a parameter now."""
        if name not in self:
            return default
        setting = settings().get(str(self[name]))
        return default if setting is None else setting.value


def defaults_of(group: object) -> dict[str, object]:
    """The defaults of all commands below a group, by their names."""
    found = dict[str, object]()
    keys = {variable: key for key, variable in VARIABLES.items()}
    for name, command in group.commands.items() if isinstance(group, TyperGroup) else ():
        if isinstance(command, TyperGroup):
            found[name] = defaults_of(command)
        else:
            taken = {
                row.name: keys[str(row.envvar)] for row in command.params if row.envvar in keys
            }
            found[name] = _Defaults({str(parameter): key for parameter, key in taken.items()})
    return found
