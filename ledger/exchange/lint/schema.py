"""Validate a file against the JSON Schema that its format publishes, if the caller has it.

The schemas belong to others and are not part of Cradle. Numbers are validated as decimals, so no bound is judged after
rounding. The dialect is the schema's own: Catena-X and BatteryPass write draft 4. References to other files are not
followed, because nothing is fetched.

Needs the extra `json-schema`. Left out: the object of a schema inside a larger file; the whole file is validated.
"""

from decimal import Decimal, InvalidOperation
from itertools import islice

import jsonschema_rs

from ledger.exchange.lint.decoding import read_json
from ledger.exchange.lint.finding import LONGEST, MOST, error
from ledger.footprint.external.document import Number
from schemas.base import format_place
from schemas.errors import CradleError, sentence
from schemas.views.lint_report import LintFinding


def read_schema(data: bytes, name: str) -> jsonschema_rs.Validator:
    """The validator of a JSON Schema, in any encoding of Unicode; `name` is of its file.

    Raises:
        CradleError: `json.*`; `lint.bad_schema` if it is no schema.
    """
    try:
        definition = _plain(read_json(data)[0])
    except CradleError as refused:
        raise CradleError(refused.code, refused.detail, name) from None
    if not isinstance(definition, dict):
        detail = "A JSON Schema is a JSON object; name another file."
        raise CradleError("lint.bad_schema", detail, name)
    try:
        return jsonschema_rs.validator_for(definition, offline=True)
    except ValueError as fault:
        words = str(fault).partition("\n")[0]
        detail = f"This is not a JSON Schema that can be used: {words:.200}. Name another file."
        raise CradleError("lint.bad_schema", detail, name) from None


def schema_faults(data: bytes, validator: jsonschema_rs.Validator) -> list[LintFinding]:
    """Validate a file; return a finding for each place that the schema does not allow.

    Raises:
        CradleError: `json.*`.
    """
    faults = islice(validator.iter_errors(_plain(read_json(data)[0])), MOST)
    return [
        error(
            "lint.schema",
            format_place(fault.instance_path),
            f"{sentence(fault.message[:LONGEST])} Correct it by the schema.",
        )
        for fault in faults
    ]


def _plain(value: object) -> object:
    """A JSON value with its numbers as integers and decimals."""
    if isinstance(value, Number):
        return _decimal(value)
    if isinstance(value, dict):
        return {name: _plain(row) for name, row in value.items()}
    if isinstance(value, list):
        return [_plain(row) for row in value]
    return value


def _decimal(text: str) -> int | Decimal:
    try:
        return Decimal(text) if set(text) & set(".eE") or len(text) > LONGEST else int(text)
    except InvalidOperation:
        raise CradleError(
            "json.syntax", f"{text:.40} is beyond all decimals; correct it."
        ) from None
