"""Firms, entries, products and sites by the names that people know, resolved before anything is signed.

A name of one's own comes first (`ledger.cli.backend.config`), then an id by its first digits, then a name of the
ledger: the legal name of a firm, and of one's own goods the name or the id of the product. Names are compared as they
look, and one that is not unique is refused with its candidates: several registrations may have one legal name. What is
signed has the id, which is shown beside the name.

A server that is not trusted could answer with a registration of its own; so the shown firm is read from the
registration that has the id, and says who registered it.
"""

from collections.abc import Iterable
from pathlib import Path

from ledger.cli.backend.config import meant
from ledger.cli.backend.ids import full_id
from ledger.cli.backend.select import select_backend
from ledger.cli.terminal.ids import LISTED, begins_id, is_full
from ledger.client.ledger_desk import LedgerDesk
from ledger.client.questions import Questions
from ledger.documents.reports.history import statement_line
from ledger.translations.look_alikes import look_alike
from schemas.errors import CradleError
from schemas.signed.participant import Participant, Profile
from schemas.signed.statement import Kind, SectionName
from schemas.views.history import HistoryRow
from schemas.views.names import NamedFirm, RegisteredFirm


def participant_id(backend: LedgerDesk, given: str, place: str) -> str:
    """The id of the participant that a name, an id or its first digits names.

    Raises:
        CradleError: `name.unknown` or `name.ambiguous` with the candidates, or as `full_id`.
    """
    text = meant(given)
    if begins_id(text):
        return full_id(backend, text, place)
    alike = backend.participants(text).items
    firms = [firm for firm in alike if look_alike(firm.name) == look_alike(text)]
    if not firms:
        raise _unknown(text, "registered firm", map(_firm_words, alike), place)
    return _one([firm.id for firm in firms], text, map(_firm_words, firms), place)


def participant_id_in(folder: Path, given: str, place: str) -> str:
    """As `participant_id`, for a command without a backend; the ledger is opened only if the id is not in full.

    Raises:
        CradleError: as `participant_id` and `select_backend`.
    """
    text = meant(given)
    if begins_id(text) and is_full(text):
        return text
    with select_backend(folder) as backend:
        return participant_id(backend, text, place)


def entry_id(backend: LedgerDesk, issuer: str | None, given: str, place: str) -> str:
    """The id of one's own live entry that its id, its first digits, or the name or id of its product names.

    Without an issuer it is that of the login; the operator in the folder has none, and gives an id.

    Raises:
        CradleError: as `participant_id`.
    """
    text = meant(given)
    if begins_id(text):
        return full_id(backend, text, place)
    own = _own(backend, issuer, Kind.ENTRY)
    rows = [row for row in own if any(_is_named(text, it.name, it.product) for it in row.lines)]
    if not rows:
        raise _unknown(text, "live entry of yours", map(statement_line, own), place)
    return _one([row.id for row in rows], text, map(statement_line, rows), place)


def newest_own(backend: LedgerDesk, issuer: str | None, given: str, kind: Kind, place: str) -> str:
    """The id of one's own live entry or delivery: as `entry_id`, but of several of a product the newest.

    An entry is the newest by its last day, a delivery by its place in the log. Several entries of the same days, and
    deliveries to several firms, are refused.

    Raises:
        CradleError: as `participant_id`.
    """
    text = meant(given)
    if begins_id(text):
        return full_id(backend, text, place)
    own = _own(backend, issuer, kind)
    rows = [row for row in own if any(_is_named(text, it.name, it.product) for it in row.lines)]
    if not rows:
        raise _unknown(text, f"live {kind.value} of yours", map(statement_line, own), place)
    if kind is Kind.DELIVERY:
        newest = list({row.recipient: row for row in rows}.values())
    else:
        last = max(row.period.end for row in rows if row.period is not None)
        newest = [row for row in rows if row.period is not None and row.period.end == last]
    return _one([row.id for row in newest], text, map(statement_line, newest), place)


def product_id(backend: LedgerDesk, issuer: str, given: str, place: str) -> str:
    """The id of a product: as given, by a name of one's own, or by the name in one's own live entries.

    Raises:
        CradleError: as `participant_id`.
    """
    text = meant(given)
    if ":" in text:
        return text
    goods = {it.product: it.name for row in _own(backend, issuer, Kind.ENTRY) for it in row.lines}
    found = sorted(product for product, name in goods.items() if _is_named(text, name))
    shown = (f"{goods[product]} ({product})" for product in found or sorted(goods))
    if not found:
        raise _unknown(text, "product of your live entries", shown, place)
    return _one(found, text, shown, place)


def site_code(backend: LedgerDesk, issuer: str, given: str, place: str) -> str:
    """The code of a site: as given, by a name of one's own, or by the town that the firm registered for it.

    Raises:
        CradleError: `name.ambiguous`.
    """
    text = meant(given)
    profile = _profile(backend, issuer)
    sites = () if profile is None else profile.sites or ()
    towns = [row for row in sites if look_alike(row.town) == look_alike(text)]
    if not towns or any(row.site == text for row in sites):
        return text
    return _one([row.site for row in towns], text, (row.site for row in towns), place)


def party(backend: LedgerDesk, participant: str) -> str:
    """A participant as a person knows it: name, country, id and registrar; the id alone if it is not registered."""
    profile = _profile(backend, participant)
    if profile is None:
        return participant
    registrar = backend.statement(participant, Kind.PARTICIPANT).payload(Participant).registrar
    by = None if registrar is None else _profile(backend, registrar)
    return _firm_words(
        RegisteredFirm(
            id=participant,
            name=profile.legal_name,
            country=profile.country,
            roles=(),
            registrar=registrar,
            registrar_name=None if by is None else by.legal_name,
        )
    )


def firm_names(backend: Questions, ids: Iterable[str | None]) -> dict[str, str]:
    """The names of the registered participants among some ids, asked for a hundred at a time."""
    wanted = sorted({name for name in ids if name is not None})
    pages = [wanted[start : start + 100] for start in range(0, len(wanted), 100)]
    firms: list[NamedFirm] = [firm for page in pages for firm in backend.names(tuple(page)).items]
    return {firm.id: firm.name for firm in firms}


def _profile(backend: LedgerDesk, participant: str) -> Profile | None:
    try:
        read = backend.statement(participant, Kind.PARTICIPANT)
    except CradleError as error:
        if error.code != "statement.unknown":
            raise
        return None
    return read.section(SectionName.PROFILE, Profile)


def _own(backend: LedgerDesk, issuer: str | None, kind: Kind) -> list[HistoryRow]:
    rows = backend.own_history(issuer).rows
    return [row for row in rows if row.kind == kind.value and row.status == "live"]


def _is_named(text: str, *names: str) -> bool:
    return any(look_alike(text) == look_alike(name) for name in names)


def _firm_words(firm: RegisteredFirm) -> str:
    by = firm.registrar_name or firm.registrar
    return f"{firm.name}, {firm.country}, {firm.id}" + (f", registered by {by}" if by else "")


def _one(ids: list[str], text: str, shown: Iterable[str], place: str) -> str:
    """The only id.

    Raises:
        CradleError: `name.ambiguous`.
    """
    if len(ids) > 1:
        detail = f"{len(ids)} are named {text!r:.80}; give the id of one of: {_listed(shown)}."
        raise CradleError("name.ambiguous", detail, place)
    return ids[0]


def _unknown(text: str, what: str, candidates: Iterable[str], place: str) -> CradleError:
    listed = _listed(candidates)
    hint = f"; there are: {listed}" if listed else "; check the name, or give the id"
    return CradleError("name.unknown", f"No {what} has the name {text!r:.80}{hint}.", place)


def _listed(candidates: Iterable[str]) -> str:
    listed = list(candidates)
    more = "" if len(listed) <= LISTED else f"; and {len(listed) - LISTED} more"
    return "; ".join(listed[:LISTED]) + more
