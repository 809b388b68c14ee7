"""A statement as a server shows it, once it is what was asked for.

The id names the signed bytes, and these name each section by its digest; so whoever asks by an id needs to
believe nothing that comes back. What a server can still do is withhold, and say of a statement that it
was replaced or not: that is the registry's word.
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
from schemas.kinds import MODELS, kind_of, open_section, section_digests
from schemas.statement import Section, SectionName, Statement

Shape = TypeVar("Shape", bound=Model)


@dataclass(frozen=True, slots=True)
class ServedStatement:
    """A statement under its id.

    Attributes:
        statement: its payload.
        envelope: as it was signed; its signatures are not verified.
        sections: those that are shown, each as its digest names it.
        withheld: the names of the others.
        told: what the server says of it besides, not proved here: log, index, what replaced it.
    """

    id: str
    statement: Statement
    envelope: Envelope
    sections: Mapping[SectionName, Section]
    withheld: tuple[SectionName, ...]
    metadata: Mapping[str, object]

    def section(self, name: SectionName, model: type[Shape]) -> Shape:
        """The value of a section.

        Raises:
            CradleError: `section.withheld`, or the field path inside it.
        """
        found = self.sections.get(name)
        value = None if found is None else open_section(found)
        if not isinstance(value, model):
            detail = f"The section {name.value} of {self.id} is not shown to this login."
            raise CradleError("section.withheld", detail, name.value)
        return value


def parse_served_statement(name: str, members: Mapping[str, object]) -> ServedStatement:
    """The statement that an answer shows, held against the id that was asked for.

    Raises:
        CradleError: `remote.mismatch` where it is another; `remote.answer`, `envelope.*`, `schema.*`.
    """
    envelope = parse_envelope(_envelope_bytes(members))
    if statement_id(envelope.payload_type, envelope.payload) != name:
        detail = f"The server shows another statement than {name:.80}; do not rely on it."
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
    found = members.get("envelope")
    if not isinstance(found, dict):
        raise unexpected("envelope")
    return canonical(found, PROFILE)


def _section(name: SectionName, value: object, named: str) -> Section:
    data = canonical(value)
    if digest(data) != named:
        detail = f"The section {name.value} is not the one that the statement names."
        raise CradleError("remote.mismatch", detail, name.value)
    return Section.parse(data)
