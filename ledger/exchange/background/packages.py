"""The packages of the extra `background`, which only an import of a life-cycle database needs."""

from importlib.util import find_spec

from schemas.errors import missing_extra


def require_packages(*names: str) -> None:
    """Refuse to continue without packages that a format needs.

    Raises:
        CradleError: `install.background`.
    """
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        need = f"This format needs the package {missing[0]}"
        raise missing_extra("install.background", need, "background")
