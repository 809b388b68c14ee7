"""The registered participants as a table."""

from ledger.documents.page import Page, table
from ledger.documents.shown import words
from schemas.views.names import RegisteredFirms

COLUMNS = ("name", "country", "roles", "registrar", "id")


def layout_participants(firms: RegisteredFirms) -> Page:
    """The page of the participants; ids are in full, since they are what a statement names."""
    if not firms.items:
        return Page("No registered participant has this in its name.")
    rows = (
        (
            firm.name,
            firm.country,
            ", ".join(words(role.value) for role in firm.roles),
            firm.registrar_name or "",
            firm.id,
        )
        for firm in firms.items
    )
    return Page("Participants", blocks=[table("", COLUMNS, rows)])
