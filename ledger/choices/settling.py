"""An auditor's list of the choices that it settles, read against the choices of a report.

    [[settle]]
    choice = "mass.element_gap/09e5d1f2/C"
    depth = "documents"
    evidence = ["sha256:..."]
    explained = [{ substance = "Petroleum coke", kg = "1200" }]

The id is that of the report; the digits of the statement may be shortened, and the coordinate left out, while they name
one choice. Each row is checked before anything is signed: a row that would settle nothing is refused here, since the
verifier passes over it in silence. Without `evidence` the digests count that the statement itself names.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from pydantic import Field, TypeAdapter, ValidationError

from ledger.choices.choice import kg_of, takes
from ledger.choices.kinds import KINDS
from schemas.base import Model, refusals
from schemas.errors import CradleError
from schemas.signed.settled import Explanation, SettledChoice
from schemas.toml_text import format_toml
from schemas.values import Digest, Text
from schemas.views.report import ReportedChoice

SETTLING_LIMIT: Final = 1 << 20
_DIGEST: Final = TypeAdapter[str](Digest)

DigestOf = Callable[[str], str]
"""The digest of a document that is named by its digest, or by another name that the caller knows."""


class Settlement(Model):
    """A row of the list: a choice, how deep the auditor looked, at which documents, and what explains a mass."""

    choice: Text
    depth: Literal["site_visit", "documents"]
    evidence: tuple[Text, ...] = Field(default=(), max_length=32)
    explained: tuple[Explanation, ...] | None = None


class Settlements(Model):
    """The list."""

    settle: tuple[Settlement, ...] = Field(min_length=1, max_length=4096)


def read_settlements(data: bytes) -> tuple[Settlement, ...]:
    """Read a list in TOML.

    Raises:
        CradleError: `settle.file`, with the field path as place.
    """
    if len(data) > SETTLING_LIMIT:
        detail = f"A list of choices to settle has at most {SETTLING_LIMIT} bytes."
        raise CradleError("settle.file", detail)
    try:
        members = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:
        raise CradleError(
            "settle.file", f"This is not a TOML list of choices to settle: {error}."
        ) from None
    return parse_settlements(members)


def parse_settlements(members: Mapping[str, object]) -> tuple[Settlement, ...]:
    """The rows of a list, from its members.

    Raises:
        CradleError: `settle.file`, with the field path as place.
    """
    try:
        return Settlements.model_validate(members, strict=False).settle
    except ValidationError as error:
        first = refusals(error)[0]
        raise CradleError("settle.file", first.detail, first.place) from None


def settled_choices(
    choices: Sequence[ReportedChoice], settlements: Iterable[Settlement], digest_of: DigestOf
) -> tuple[SettledChoice, ...]:
    """The rows of an attestation, in their order.

    Args:
        choices: of the report that is attested.
        settlements: the auditor's list.
        digest_of: the digest of a document that the list names.

    Raises:
        CradleError: `settle.unknown`, `settle.ambiguous`, `settle.twice`, `settle.depth`, `settle.evidence`,
            `settle.explained`, each with the choice as place; or as `digest_of`.
    """
    rows = {}
    for settlement in settlements:
        choice = named_choice(choices, settlement.choice)
        if choice.id in rows:
            raise CradleError("settle.twice", "This choice is listed twice.", str(choice.id))
        rows[choice.id] = _settled(choice, settlement, digest_of)
    return tuple(row for _, row in sorted(rows.items()))


def named_choice(choices: Iterable[ReportedChoice], name: str) -> ReportedChoice:
    """The choice of an id, which may be shortened.

    Raises:
        CradleError: `settle.unknown`, `settle.ambiguous`.
    """
    found = [row for row in choices if _is_named(row, name)]
    exact = [row for row in found if str(row.id) == name]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        detail = (
            "The report has no such choice, so nothing would be settled; take an id from its JSON."
        )
        raise CradleError("settle.unknown", detail, name)
    ids = ", ".join(str(row.id) for row in found[:4])
    raise CradleError("settle.ambiguous", f"It names {len(found)} choices: {ids}.", name)


def _is_named(choice: ReportedChoice, name: str) -> bool:
    kind, _, rest = name.partition("/")
    statement, slash, coordinate = rest.partition("/")
    digits = statement.removeprefix("sha256:")
    return (
        kind == choice.code
        and choice.subject.removeprefix("sha256:").startswith(digits)
        and (not slash or coordinate == (choice.coordinate or ""))
    )


def _settled(choice: ReportedChoice, row: Settlement, digest_of: DigestOf) -> SettledChoice:
    place = str(choice.id)
    if not takes(KINDS[choice.code], row.depth):
        raise CradleError(
            "settle.depth", "No document shows this; it takes a visit to the site.", place
        )
    kg = kg_of(row.explained)
    if choice.kg is not None and kg < Decimal(choice.kg):
        detail = (
            f"{choice.kg} kg are to be explained, and {kg} are; name the substances and their kg over the"
            " period of the entry, as the documents show them"
        )
        raise CradleError("settle.explained", f"{detail}.", place)
    if choice.kg is None and row.explained is not None:
        raise CradleError(
            "settle.explained", "No mass is missing here; leave `explained` out.", place
        )
    evidence = [digest_of(name) for name in row.evidence] or [*filter(is_digest, choice.evidence)]
    if not evidence:
        detail = "Name the digests of the documents that you saw; the statement itself names none."
        raise CradleError("settle.evidence", detail, place)
    return SettledChoice(
        choice=choice.code,
        statement=choice.subject,
        coordinate=choice.coordinate,
        depth=row.depth,
        evidence=tuple(dict.fromkeys(evidence)),
        explained=row.explained,
    )


def is_digest(name: str) -> bool:
    """True if a document is named by its digest."""
    try:
        _DIGEST.validate_python(name)
    except ValidationError:
        return False
    return True


def digest_named(name: str) -> str:
    """The digest that a list names, where nothing else can be looked up.

    Raises:
        CradleError: `settle.evidence` for another word.
    """
    if is_digest(name):
        return name
    raise CradleError("settle.evidence", "Name documents by digest: sha256: and 64 digits.", name)


def format_settlements(choices: Iterable[ReportedChoice]) -> str:
    """The list of all choices that are not settled, as comments to be filled in: `##` before words, `#` before rows."""
    return "\n".join(line for row in choices if row.state != "settled" for line in _template(row))


def _template(choice: ReportedChoice) -> Iterator[str]:
    kind = KINDS[choice.code]
    worth = "no price" if choice.effect is None else f"+{choice.effect} kg CO2e per unit"
    row: dict[str, object] = {
        "choice": str(choice.id),
        "depth": kind.depth,
        "evidence": [*filter(is_digest, choice.evidence)],
    }
    if choice.kg is not None:
        row["explained"] = [{"substance": "", "kg": choice.kg}]
    yield f"## {kind.sentence} {worth}."
    yield f"## {choice.detail}"
    yield f"## needed: {kind.settled_by}"
    toml = format_toml({"settle": [row]}).decode("utf-8").strip()
    yield from (f"# {line}".rstrip() for line in toml.splitlines())
    yield ""
