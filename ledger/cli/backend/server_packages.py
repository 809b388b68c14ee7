"""The import of modules that need the packages of the extra `server`, which only an operator installs."""

from importlib import import_module
from typing import Any

from schemas.errors import missing_extra


def import_server_module(name: str) -> Any:  # noqa: ANN401 - a module, whose functions the caller knows
    """Import a module of the server by its name.

    Raises:
        CradleError: `install.server` if a package is missing that only a server needs.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        need = f"A server needs the package {missing.name}"
        raise missing_extra("install.server", need, "server") from missing
