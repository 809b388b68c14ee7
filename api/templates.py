"""Responses with a stage's empty spreadsheet template, for the API and the invitation page."""

from functools import cache
from typing import Final, Literal

from fastapi import Response

from ledger.exchange.spreadsheet.template import write_csv, write_template
from ledger.translations.languages import Language
from schemas.vocabulary import Stage

Form = Literal["xlsx", "csv"]
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
XLS: Final = "application/vnd.ms-excel"
_MEDIA: Final = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
_WRITERS: Final = {"xlsx": write_template, "csv": write_csv}


def template_of(language: Language, stage: Stage, form: Form) -> Response:
    """Return the template as a download named after its stage."""
    headers = {"Content-Disposition": f'attachment; filename="{stage.value}.{form}"'}
    return Response(_made(language, stage, form), media_type=_MEDIA[form], headers=headers)


@cache
def _made(language: Language, stage: Stage, form: Form) -> bytes:
    """Write the template; there are 24, each written once."""
    return _WRITERS[form](language, stage)
