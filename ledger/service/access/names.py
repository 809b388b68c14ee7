"""The names of registered participants, which every login is shown: by id, or by name.

A registration and its profile are open to every login that reads statements, and so is the name behind an id. A list of
all firms, with roles and registrar, is the operator's: to others it would tell who supplies in this ledger, so they
give the whole name of the firm that they mean. Each name is read once and kept.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ledger.append.ledger import Ledger
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.state.kept import Kept
from ledger.state.profiles import profile_of
from ledger.state.view import View
from ledger.store.statements import page_of
from ledger.translations.look_alikes import look_alike
from schemas.errors import CradleError
from schemas.signed.participant import Participant
from schemas.signed.statement import Kind
from schemas.views.names import NamedFirm, RegisteredFirm


def names_for(ledger: Ledger, principal: Principal, ids: Iterable[str]) -> tuple[NamedFirm, ...]:
    """The registered participants among some ids, in their order.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.READ)
    with ledger.view() as view:
        wanted = dict.fromkeys(ids)
        return tuple(firm_of(view, name) for name in wanted if _is_registered(view, name))


def search_names(
    ledger: Ledger, principal: Principal, words: str, most: int
) -> tuple[tuple[NamedFirm, ...], bool]:
    """The participants whose name contains some words, by name, and whether there are more than `most`.

    Raises:
        CradleError: `access.denied`.
    """
    scope_of(principal, Action.READ)
    sought = words.casefold().strip()
    with ledger.view() as view:
        firms = _firms(view).by_id.values()
    matching_firms = [firm for firm in firms if sought in firm.name.casefold()]
    return tuple(matching_firms[:most]), len(matching_firms) > most


def registered_firms(
    ledger: Ledger, principal: Principal, words: str
) -> tuple[RegisteredFirm, ...]:
    """The participants of a name, by name, with their roles and registrar; for the operator those with it in theirs.

    Names are compared as a reader sees them (`look_alike`): who looks for one firm is shown all that look like it.

    Raises:
        CradleError: `access.denied`, or `access.whole_name` for a list of all that another than the operator asks for.
    """
    lists_all = scope_of(principal, Action.READ) is Scope.ALL
    sought = look_alike(words)
    if not sought and not lists_all:
        detail = "Only the operator lists all participants; give the whole name of the firm."
        raise CradleError("access.whole_name", detail, "name")
    with ledger.view() as view:
        firms = _firms(view)
        if lists_all:
            looks = (look for look in firms.by_look if sought in look)
            found = (firm for look in looks for firm in firms.by_look[look])
            matching_firms = sorted(found, key=lambda firm: (firm.name, firm.id))
        else:
            matching_firms = list(firms.by_look.get(sought, ()))
        return tuple(_registered(view, firm, firms.by_id) for firm in matching_firms)


def _registered(view: View, firm: NamedFirm, firms: Mapping[str, NamedFirm]) -> RegisteredFirm:
    registration = view.statement(firm.id, Participant)
    registrar = None if registration is None else registration.registrar
    by = None if registrar is None else firms.get(registrar)
    return RegisteredFirm(
        id=firm.id,
        name=firm.name,
        country=firm.country,
        roles=() if registration is None else registration.roles,
        registrar=registrar,
        registrar_name=None if by is None else by.name,
    )


def firm_of(view: View, participant: str) -> NamedFirm:
    """The name and country that a participant registered with.

    Raises:
        CradleError: `participant.unknown`.
    """
    profile = profile_of(view, participant)
    return NamedFirm(id=participant, name=profile.legal_name, country=profile.country)


def all_firms(view: View) -> tuple[NamedFirm, ...]:
    """All registered participants, in the order of their names."""
    return tuple(_firms(view).by_id.values())


def _is_registered(view: View, name: str) -> bool:
    return view.statement(name, Participant) is not None


class _Firms(NamedTuple):
    """All participants up to a leaf of the registry: by id in the order of their names, and by the look of these."""

    last: int
    by_id: Mapping[str, NamedFirm]
    by_look: Mapping[str, tuple[NamedFirm, ...]]


_FIRMS = Kept[_Firms]("firms")
_READ: Final = 500
"""The registrations that are read at once."""


def _firms(view: View) -> _Firms:
    """All participants; a registration that was read is not read again, because it never changes."""
    kept = _FIRMS.find(view.memory, "all") or _Firms(-1, {}, {})
    last, new = kept.last, list[NamedFirm]()
    while page := page_of(view.connection, Kind.PARTICIPANT.value, None, last, _READ):
        new += [firm_of(view, row.id) for row in page]
        last = page[-1].index
    if not new:
        return kept
    firms = sorted((*kept.by_id.values(), *new), key=lambda firm: (firm.name, firm.id))
    by_look: dict[str, tuple[NamedFirm, ...]] = {}
    for firm in firms:
        look = look_alike(firm.name)
        by_look[look] = (*by_look.get(look, ()), firm)
    return _FIRMS.keep(view.memory, "all", _Firms(last, {firm.id: firm for firm in firms}, by_look))
