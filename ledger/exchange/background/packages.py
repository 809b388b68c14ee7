"""The packages of the extra `background`, which only an import of a life-cycle database needs."""

from importlib.util import find_spec

from schemas.errors import CradleError


def require_packages(*names: str) -> None:
    """Refuse to continue without packages that a format needs.

    Raises:
        CradleError: `install.background`.
    """
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        detail = (
            f"The package {missing[0]} is missing, which this format needs;"
            " run pip install 'cradle-ledger[background]'."
        )
        raise CradleError("install.background", detail)
