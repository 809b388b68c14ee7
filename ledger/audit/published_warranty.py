"""A published warranty: a text of its terms, signed as a note by its publisher.

    cradle-warranty/1
    manufacturer sha256:...
    model EX-75
    made_from 2026-01-01
    years 8
    km 160000
    remaining_energy 0.7
    document sha256:...

    — maker.example/warranties Az3grlgtzPICa5OS8npV...

A line is a member and its value; the members stand in this order, and `made_before` and `km` may be left out. There is
one text for the same terms. The reader's policy lists note and key together, so the reader decides whose word counts.

Source: C2SP signed-note. Left out: whether the document of that digest says what the terms say; the publisher signs it.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from pydantic import ValidationError

from ledger.trust.keys import Signer
from ledger.trust.note import format_note, open_note, parse_vkey, sign_note
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.exchanged.published_warranty import PublishedWarranty
from schemas.signed.policy import Policy, WarrantyNote

HEADER: Final = "cradle-warranty/1"


class OpenedWarranty(NamedTuple):
    """A warranty whose signature was verified, and the name of the key that signed it."""

    publisher: str
    terms: PublishedWarranty


def format_terms(terms: PublishedWarranty) -> str:
    """The text of some terms; the inverse of `parse_terms`."""
    lines = (f"{name} {value}" for name, value in terms.to_json().items())
    return "".join(f"{line}\n" for line in (HEADER, *lines))


def parse_terms(text: str) -> PublishedWarranty:
    """Parse the text of a note, unverified.

    Raises:
        CradleError: `warranty.form`.
    """
    header, *lines = text.removesuffix("\n").split("\n")
    terms = read_terms(dict(line.partition(" ")[::2] for line in lines))
    if header != HEADER or format_terms(terms) != text:
        members_in_order = ", ".join(PublishedWarranty.model_fields)
        detail = (
            f"The text of a published warranty begins with {HEADER} and has a line for each of"
            f" {members_in_order}, in this order; take it as `cradle warranty` writes it."
        )
        raise CradleError("warranty.form", detail)
    return terms


def read_terms(members: Mapping[str, str]) -> PublishedWarranty:
    """Read the members of some terms.

    Raises:
        CradleError: `warranty.form`, with the member as place.
    """
    try:
        return PublishedWarranty.model_validate(members)
    except ValidationError as error:
        first = refusal(error)
        raise CradleError("warranty.form", first.detail, first.place) from None


def sign_warranty(terms: PublishedWarranty, name: str, signer: Signer) -> bytes:
    """Sign some terms under the publisher's name of a key; return the note.

    Raises:
        CradleError: `note.name`, or `key.*` for a key that is none of Ed25519.
    """
    return format_note(sign_note(format_terms(terms), name, signer))


def open_warranty(row: WarrantyNote) -> OpenedWarranty:
    """Open a note of a policy by the key that stands beside it.

    Raises:
        CradleError: `note.*`, `key.*`, `base64.form`, `warranty.form`.
    """
    key = parse_vkey(row.publisher)
    return OpenedWarranty(key.name, parse_terms(open_note(row.as_written(), [key]).text))


def open_warranties(policy: Policy) -> tuple[OpenedWarranty, ...]:
    """The warranties that a policy lists; `parse_policy` has refused one that does not open."""
    return tuple(open_warranty(row) for row in policy.warranties or ())
