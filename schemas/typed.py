"""Numbers and days as a person types them, by the grammar of the ledger; the option or field is the place."""

from pydantic import TypeAdapter, ValidationError

from schemas.base import refusal
from schemas.errors import CradleError
from schemas.values import Amount, Date

_AMOUNT: TypeAdapter[str] = TypeAdapter(Amount)
_DATE: TypeAdapter[str] = TypeAdapter(Date)


def read_amount(text: str, place: str) -> str:
    """A positive decimal number.

    Raises:
        CradleError: `quantity.positive`.
    """
    return _read(_AMOUNT, text, place)


def read_day(text: str, place: str) -> str:
    """A day, YYYY-MM-DD.

    Raises:
        CradleError: `date.*`.
    """
    return _read(_DATE, text, place)


def _read(form: TypeAdapter[str], text: str, place: str) -> str:
    try:
        return form.validate_python(text)
    except ValidationError as error:
        problem = refusal(error)
        raise CradleError(problem.code, problem.detail, place) from None
