"""The names of firms and sites that others may not look like, in a ledger as it is in a transaction."""

from collections.abc import Iterator, MutableMapping
from itertools import chain
from typing import NamedTuple

from ledger.state.profiles import profile_of
from ledger.state.view import View
from ledger.store.entries import sites_of
from ledger.store.statements import page_of
from ledger.translations.look_alikes import look_alike
from schemas.signed.participant import Profile
from schemas.signed.statement import Kind

PAGE = 1000


class _Names(NamedTuple):
    """The participants by the form of their legal name, as far as the registry was read."""

    firms: MutableMapping[str, list[str]]
    after: int


def alike_firm(view: View, profile: Profile) -> str | None:
    """A participant whose legal name looks like that of a new one; None if there is none.

    The same firm may register again: under the same letters, with an identifier that both profiles state.
    """
    shape = look_alike(profile.legal_name)
    for name in chain(_logged(view).get(shape, ()), _pending(view, shape)):
        other = profile_of(view, name)
        same = other.legal_name == profile.legal_name
        if not (same and set(other.identifiers) & set(profile.identifiers)):
            return name
    return None


def alike_site(view: View, issuer: str, site: str) -> str | None:
    """Another site of a firm whose code looks like a code that is new to it; None if there is none."""
    codes = _sites(view, issuer).setdefault(look_alike(site), [])
    if site in codes:
        return None
    if not codes:
        codes.append(site)
        return None
    return codes[0]


def _sites(view: View, issuer: str) -> MutableMapping[str, list[str]]:
    """The codes of a firm's sites by their look: in the log, read once in a transaction, and stated in it before."""
    if issuer not in view.sites:
        looks: dict[str, list[str]] = {}
        for code in sorted(sites_of(view.connection, issuer)):
            looks.setdefault(look_alike(code), []).append(code)
        view.sites[issuer] = looks
    return view.sites[issuer]


def _logged(view: View) -> MutableMapping[str, list[str]]:
    """All participants in the database, read once."""
    kept = view.memory.computed.get("legal names")
    firms, after = kept if isinstance(kept, _Names) else _Names({}, -1)
    while page := page_of(view.connection, Kind.PARTICIPANT.value, None, after, PAGE):
        for stored in page:
            shape = look_alike(profile_of(view, stored.id).legal_name)
            firms.setdefault(shape, []).append(stored.id)
        after = page[-1].index
    view.memory.computed["legal names"] = _Names(firms, after)
    return firms


def _pending(view: View, shape: str) -> Iterator[str]:
    """The participants that this transaction registers."""
    for stored in view.pending.statements.values():
        if (
            stored.kind == Kind.PARTICIPANT
            and look_alike(profile_of(view, stored.id).legal_name) == shape
        ):
            yield stored.id
