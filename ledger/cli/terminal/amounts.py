"""Numbers and days as options state them, by the grammar of the ledger; the option is the place of a refusal."""

from pydantic import TypeAdapter, ValidationError

from schemas.base import refusal
from schemas.errors import CradleError
from schemas.values import Amount, Date

_AMOUNT: TypeAdapter[str] = TypeAdapter(Amount)
_DATE: TypeAdapter[str] = TypeAdapter(Date)


def read_amount(text: str, option: str) -> str:
    """A positive decimal number.

    Raises:
        CradleError: `quantity.positive`.
    """
    return _read(_AMOUNT, text, option)


def read_day(text: str, option: str) -> str:
    """A day, YYYY-MM-DD.

    Raises:
        CradleError: `date.*`.
    """
    return _read(_DATE, text, option)


def _read(form: TypeAdapter[str], text: str, option: str) -> str:
    try:
        return form.validate_python(text)
    except ValidationError as error:
        found = refusal(error)
        raise CradleError(found.code, found.detail, option) from None
