"""Look-ups for judging a batch, made for all of its members at once.

This module decides nothing, and need not be complete: a rule looks in one place
(`ledger.store.facts`), finds there what was fetched, and reads the rest when it needs it. Left out:
the look-ups of calculations and of the graph behind a correction, which are whole closures and few.
"""

from collections.abc import Iterable, Sequence

from ledger.state.admission import Admitted
from ledger.state.view import View
from ledger.store.entries import Lot, Span
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import parties_of, replaced
from schemas.signed.statement import SectionName, Statement


def fetch_signers(view: View, statements: Iterable[Statement]) -> None:
    """Fetch the key events of the issuers and registrars of statements."""
    participants = sorted({name for statement in statements for name in parties_of(statement)})
    view.facts.events.fetch(participants)
    view.read({event.id for name in participants for event in view.facts.events_of(name)})


def fetch_context(view: View, batch: Sequence[Admitted]) -> None:
    """Fetch the data that the rules for entries and deliveries look up."""
    fetch_signers(view, (admitted.statement for admitted in batch))
    _fetch_twins(
        view, (admitted.statement for admitted in batch if isinstance(admitted.statement, Entry))
    )
    cited, delivered, recipients = set[str](), set[str](), set[str]()
    for admitted in batch:
        old = replaced(admitted.statement)
        if isinstance(admitted.statement, Entry):
            cited.update(admitted.section(SectionName.INVENTORY, Inventory).cited)
            delivered.update(() if old is None else (old,))
        elif isinstance(admitted.statement, Delivery):
            cited.update(() if old is None else (old,))
            delivered.add(admitted.statement.entry)
            recipients.add(admitted.statement.recipient)
    view.read(recipients)
    _fetch_versions(view, cited, delivered)


def _fetch_twins(view: View, entries: Iterable[Entry]) -> None:
    lots, spans = list[Lot](), list[Span]()
    for row in entries:
        process = row.issuer, row.site.code, row.process.value
        if row.lot is None:
            spans.append((*process, row.period.start, row.period.end))
        else:
            lots.append((*process, row.lot))
    view.facts.lots.fetch(lots)
    view.facts.periods.fetch(lot[:3] for lot in lots)
    view.facts.spans.fetch(spans)


def _fetch_versions(view: View, deliveries: set[str], entries: set[str]) -> None:
    """Fetch cited deliveries and delivered entries, their replacements, and the draws on their first versions."""
    facts = view.facts
    view.read(deliveries | entries)
    facts.deliveries.fetch(deliveries)
    facts.entries.fetch(entries)
    drawn = {key.lineage for name in deliveries for key in facts.deliveries.of(name)}
    facts.changes.fetch(deliveries | entries | drawn)
    facts.draws.fetch(drawn)
    facts.delivered.fetch(key.lineage for name in entries for key in facts.entries.of(name))
