"""Corrections: a new version states the same thing, once, and takes no customer's ground away.

One successor each, by the same issuer. An entry keeps site code, process and model, and every line
that a live delivery delivers with its product and unit; a lower output is never refused, or an error
could not be corrected. A version that would reach its own lineage is refused, which keeps the
resolved graph without loops. A delivery keeps recipient, use, product, unit, entry and line. A site balance
keeps its site.
"""

from ledger.footprint.graph import EntryRecord, resolve
from ledger.service.closure import read_closure
from ledger.service.rules.common import require_live
from ledger.service.view import View
from schemas.delivery import Delivery
from schemas.errors import CradleError
from schemas.site_balance import SiteBalance

PLACE = "supersedes.id"


def check_entry_supersession(view: View, record: EntryRecord, old: str) -> None:
    """Refuse a version of an entry that is none, or breaks what others rest on.

    Raises:
        CradleError: `supersedes.*` or `entry.cycle`.
    """
    before = view.entry(old)
    if before is None:
        raise CradleError("supersedes.unknown", "There is no entry with this id.", PLACE)
    was, is_now = before.entry, record.entry
    if was.issuer != is_now.issuer:
        raise CradleError("supersedes.issuer", "Only its issuer may correct an entry.", PLACE)
    for name, old_value, new_value in (
        ("site.code", was.site.code, is_now.site.code),
        ("process", was.process, is_now.process),
        ("model", was.model, is_now.model),
    ):
        if old_value != new_value:
            detail = f"A version keeps {name}, {old_value}; withdraw and state anew instead."
            raise CradleError("supersedes.identity", detail, name)
    require_live(view, old, "supersedes", PLACE)
    _check_delivered_lines(view, record, old)
    _check_cycle(view, record, old)


def _check_delivered_lines(view: View, record: EntryRecord, old: str) -> None:
    known = view.facts.entries.one(old)
    inventory = record.inventory
    for key in view.facts.live_deliveries(old if known is None else known.lineage):
        source = view.delivery(key.id)
        output = None if inventory is None else inventory.output(key.line)
        if source is None or output is None:
            detail = f"Line {key.line} was delivered ({key.id}) and stays; keep it in the version."
            raise CradleError("supersedes.line", detail, "inventory.outputs")
        delivery = source.delivery
        if (output.product, output.unit) != (delivery.product, delivery.unit):
            detail = (
                f"Line {key.line} was delivered as {delivery.product} in {delivery.unit.value}."
            )
            raise CradleError("supersedes.line", detail, "inventory.outputs")


def _check_cycle(view: View, record: EntryRecord, old: str) -> None:
    cited = list(record.inventory.cited) if record.inventory is not None else []
    if old in resolve([], cited, read_closure(view, cited)).nodes:
        detail = "The version would rest on itself; price such goods by a representative delivery."
        raise CradleError("entry.cycle", detail, "inventory.inputs")


def check_delivery_supersession(view: View, delivery: Delivery, old: str) -> None:
    """Refuse a version of a delivery that is none, or hands other goods.

    Raises:
        CradleError: `supersedes.*`.
    """
    before = view.delivery(old)
    if before is None:
        raise CradleError("supersedes.unknown", "There is no delivery with this id.", PLACE)
    was = before.delivery
    if was.issuer != delivery.issuer:
        raise CradleError("supersedes.issuer", "Only its issuer may correct a delivery.", PLACE)
    for name in ("recipient", "use", "product", "unit", "line"):
        if getattr(was, name) != getattr(delivery, name):
            detail = f"A version keeps {name}; withdraw and deliver anew instead."
            raise CradleError("supersedes.identity", detail, name)
    key, entry = view.facts.deliveries.one(old), view.facts.entries.one(delivery.entry)
    if key is None or entry is None or key.entry_lineage != entry.lineage:
        detail = "A version delivers from the same entry, or a version of it."
        raise CradleError("supersedes.identity", detail, "entry")
    require_live(view, old, "supersedes", PLACE)


def check_balance_supersession(view: View, balance: SiteBalance, old: str) -> None:
    """Refuse a version of a site balance that is none, or of another site.

    Raises:
        CradleError: `supersedes.*`.
    """
    was = view.statement(old, SiteBalance)
    if was is None:
        raise CradleError("supersedes.unknown", "There is no site balance with this id.", PLACE)
    if was.issuer != balance.issuer:
        raise CradleError("supersedes.issuer", "Only its issuer may correct a balance.", PLACE)
    if was.site != balance.site:
        detail = f"A version keeps site, {was.site}; withdraw and state anew instead."
        raise CradleError("supersedes.identity", detail, "site")
    require_live(view, old, "supersedes", PLACE)
