"""Admission: a check of a submission by itself, without the ledger.

In order: the envelope in its one wire form; a known kind; a payload that is canonical JSON; the
strict model of the kind; the payload equal to the canonical form of the model's value, so that no
default and no second spelling passes; the log's origin; the sections. A submission has all sections
that the payload names and no others, each one the document that its digest names, of this kind and
issuer, within its size, and its value equally strict.

Everything here is a pure function of bytes and runs outside the sequencer's transaction. Left out:
signatures (`signatures`) and all that needs other statements (`rules`).
"""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from ledger.trust.envelope import Envelope
from ledger.trust.leaves import digest, read_model, read_value
from ledger.trust.submission import Submission
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.kinds import (
    issuer_of,
    section_digests,
    section_limit,
)
from schemas.signed.statement import Kind, Section, SectionName, Statement

Value = TypeVar("Value", bound=Model)


class Admitted(NamedTuple):
    """A well-formed submission with its parsed parts.

    Attributes:
        id: of the statement.
        kind: of the statement.
        envelope: parsed; its signatures are not verified yet.
        data: the envelope as it was submitted.
        statement: the typed payload.
        sections: the typed values of all sections that the payload names.
        documents: the sections' bytes, by digest.
    """

    id: str
    kind: Kind
    envelope: Envelope
    data: bytes
    statement: Statement
    sections: Mapping[SectionName, Model]
    documents: Mapping[str, bytes]

    def section(self, name: SectionName, model: type[Value]) -> Value:
        """The section of that name, which `admit` has opened as this model."""
        value = self.sections[name]
        if not isinstance(value, model):
            raise TypeError(name)
        return value


def admit(submission: Submission, origin: str) -> Admitted:
    """Admit a well-formed submission, or refuse it.

    Raises:
        CradleError: as `parse_envelope`; `kind.*`, `json.*`, `schema.*` or a rule of the model, `statement.*`,
            `section.*`, with the field path; paths into a section start with its name.
    """
    envelope = submission.parsed_envelope
    kind, statement = submission.kind, submission.statement
    if statement.origin != origin:
        detail = f"The statement is for {statement.origin}; this ledger is {origin}."
        raise CradleError("statement.origin", detail, "origin")
    documents = {digest(document): document for document in submission.sections}
    return Admitted(
        id=submission.id,
        kind=kind,
        envelope=envelope,
        data=submission.envelope,
        statement=statement,
        sections=_open_sections(kind, statement, documents, len(submission.sections)),
        documents=documents,
    )


def _open_sections(
    kind: Kind, statement: Statement, given: Mapping[str, bytes], count: int
) -> Mapping[SectionName, Model]:
    """The typed values of the submitted sections; `count` is their number with repeated ones."""
    named = section_digests(statement)
    for name, expected in named.items():
        if expected not in given:
            detail = f"The section {name.value} that the statement names did not come with it."
            raise CradleError("section.missing", detail, f"sections.{name.value}")
    if len(set(named.values())) != len(named) or count != len(named):
        detail = "A submission brings each section that the statement names once, and no others."
        raise CradleError("section.unexpected", detail, "sections")
    issuer = issuer_of(statement)
    return {
        name: _open_section(given[expected], kind, issuer, name) for name, expected in named.items()
    }


def _open_section(document: bytes, kind: Kind, issuer: str | None, name: SectionName) -> Model:
    """The typed value of a section; the places of refusals begin with the section's name."""
    try:
        return _section_value(document, kind, issuer, name)
    except CradleError as error:
        error.place = f"{name.value}.{error.place}" if error.place else name.value
        raise


def _section_value(document: bytes, kind: Kind, issuer: str | None, name: SectionName) -> Model:
    section = read_model(document, Section, section_limit(name), "section.form")
    if (section.kind, section.issuer, section.section) != (kind, issuer, name):
        detail = "The section is of another kind, issuer or name than the statement says."
        raise CradleError("section.mismatch", detail)
    return read_value(section)
