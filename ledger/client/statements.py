"""A statement as a server shows it, verified against the id that was requested.

The id names the signed bytes, and these name each section by its digest, so the reader verifies both without trusting
the server. The server can still withhold a section, or report wrongly that a statement was replaced or not; the
registry proves that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from ledger.client.problems import unexpected
from ledger.trust.canonical import canonical
from ledger.trust.envelope import PROFILE, Envelope, parse_envelope, statement_id
from ledger.trust.leaves import digest
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.kinds import MODELS, kind_of, open_section, section_digests
from schemas.signed.statement import Section, SectionName, Statement

Shape = TypeVar("Shape", bound=Model)


@dataclass(frozen=True, slots=True)
class ServedStatement:
    """A statement under its id.

    Attributes:
        statement: its payload.
        envelope: the signed envelope; its signatures are not verified.
        sections: the sections that are shown, verified against their digests.
        withheld: the names of the others.
        metadata: the server's further members, not proved here: log, index, the statement that replaced it.
    """

    id: str
    statement: Statement
    envelope: Envelope
    sections: Mapping[SectionName, Section]
    withheld: tuple[SectionName, ...]
    metadata: Mapping[str, object]

    def payload(self, model: type[Shape]) -> Shape:
        """The statement as a value of its kind.

        Raises:
            CradleError: `remote.answer` if it is of another kind.
        """
        if not isinstance(self.statement, model):
            raise unexpected("kind")
        return self.statement

    def section(self, name: SectionName, model: type[Shape]) -> Shape:
        """The value of a section.

        Raises:
            CradleError: `section.withheld`, or the field path inside it.
        """
        section = self.sections.get(name)
        value = None if section is None else open_section(section)
        if not isinstance(value, model):
            detail = (
                f"This login may not see the section {name.value} of {self.id}; ask its issuer."
            )
            raise CradleError("section.withheld", detail, name.value)
        return value


def parse_served_statement(name: str, members: Mapping[str, object]) -> ServedStatement:
    """Read the statement in a response and verify it against the requested id.

    Raises:
        CradleError: `remote.mismatch` if it is another; `remote.answer`, `envelope.*`, `schema.*`.
    """
    envelope = parse_envelope(_envelope_bytes(members))
    if statement_id(envelope.payload_type, envelope.payload) != name:
        detail = f"The server's statement is not {name:.80}; do not rely on it."
        raise CradleError("remote.mismatch", detail, "envelope")
    statement = MODELS[kind_of(envelope.payload_type)].parse(envelope.payload)
    shown = members.get("sections")
    if not isinstance(shown, dict):
        raise unexpected("sections")
    named = section_digests(statement)
    sections = {
        part: _section(part, shown[part.value], named[part])
        for part in named
        if part.value in shown
    }
    rest = {key: value for key, value in members.items() if key not in ("envelope", "sections")}
    withheld = tuple(part for part in named if part not in sections)
    return ServedStatement(name, statement, envelope, sections, withheld, rest)


def _envelope_bytes(members: Mapping[str, object]) -> bytes:
    envelope = members.get("envelope")
    if not isinstance(envelope, dict):
        raise unexpected("envelope")
    return canonical(envelope, PROFILE)


def _section(name: SectionName, value: object, named: str) -> Section:
    data = canonical(value)
    if digest(data) != named:
        detail = (
            f"The section {name.value} is not the one that the statement names; do not rely on it."
        )
        raise CradleError("remote.mismatch", detail, name.value)
    return Section.parse(data)
