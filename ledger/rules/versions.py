"""The rules of versions: a correction states the same thing again, and only its issuer may make it.

An entry keeps site code, process and model; a delivery keeps recipient, use, product, unit, line and the lineage of its
entry; a site balance keeps its site; a calculation keeps model and site, and so does a declaration by its calculation
(`ledger.rules.declarations`). A withdrawal takes back an entry, a delivery, a site balance, an objection or an
admission. A version of an entry keeps every line that a live delivery delivers, with its product and unit; a lower
output is accepted, so that an error can be corrected. A statement is replaced or withdrawn once.
"""

from collections.abc import Callable, Iterator

from ledger.footprint.graph.resolution import DeliveryRecord, EntryRecord, Problem
from schemas.signed.admission import Admission
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.entry import Entry
from schemas.signed.objection import Objection
from schemas.signed.site_balance import SiteBalance
from schemas.signed.statement import Issued

Withdrawable = Entry | Delivery | SiteBalance | Objection | Admission
Versioned = Entry | Delivery | SiteBalance | Calculation | Declaration


def version_problems(
    name: str, new: Issued, old: Issued, first_version: Callable[[str], str]
) -> Iterator[Problem]:
    """The rules that a correction or withdrawal breaks against what it replaces.

    Args:
        name: of the correction or withdrawal.
        new: the correction or withdrawal itself.
        old: the statement that it replaces or withdraws.
        first_version: the first version of an entry.
    """
    is_withdrawal = isinstance(new, Withdrawal)
    place = "withdraws" if is_withdrawal else "supersedes.id"
    if new.issuer != old.issuer:
        code = "withdrawal.issuer" if is_withdrawal else "supersedes.issuer"
        yield Problem(code, name, "only its issuer may correct or withdraw a statement", place)
    for field, kept in _kept(new, old, first_version):
        if not kept:
            detail = f"a version keeps {field}; withdraw it and state it again instead"
            yield Problem("supersedes.identity", name, detail, field if field != "kind" else place)


def _kept(
    new: Issued, old: Issued, first_version: Callable[[str], str]
) -> Iterator[tuple[str, bool]]:
    """Each field that a version keeps, with True if it does."""
    if isinstance(old, Entry) and isinstance(new, Entry):
        yield "site.code", old.site.code == new.site.code
        yield "process", old.process is new.process
        yield "model", old.model == new.model
    elif isinstance(old, Delivery) and isinstance(new, Delivery):
        for field in ("recipient", "use", "product", "unit", "line"):
            yield field, getattr(old, field) == getattr(new, field)
        yield "entry", first_version(old.entry) == first_version(new.entry)
    elif isinstance(old, SiteBalance) and isinstance(new, SiteBalance):
        yield "site", old.site == new.site
    elif isinstance(old, Calculation) and isinstance(new, Calculation):
        yield "model", old.model == new.model
        yield "site", old.site == new.site
    elif not (isinstance(old, Declaration) and isinstance(new, Declaration)):
        yield "kind", isinstance(new, Withdrawal) and isinstance(old, Withdrawable)


def kept_line_problem(record: EntryRecord, source: DeliveryRecord) -> Problem | None:
    """A version of an entry keeps the line of a live delivery, as it was delivered; None if it does."""
    delivery, inventory = source.delivery, record.inventory
    output = None if inventory is None else inventory.output(delivery.line)
    if output is None:
        detail = f"line {delivery.line} was delivered ({source.id}) and stays; keep it"
        return Problem("supersedes.line", record.id, detail, "inventory.outputs")
    if (output.product, output.unit) != (delivery.product, delivery.unit):
        detail = (
            f"line {delivery.line} was delivered as {delivery.product} in {delivery.unit.value}"
        )
        return Problem("supersedes.line", record.id, detail, "inventory.outputs")
    return None
