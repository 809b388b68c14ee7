"""Bundles as a principal may have them: for the audiences to which it belongs, and no others.

The auditor's bundle goes to the auditor whom the operator has engaged for the subject. The
manufacturer's, the supplier's and the customer's bundle go to that participant, and the public one
to anybody who is logged in. The operator may make any. Each issuer of confidential data in a bundle
reads in the journal how many of its own statements were shown.
"""

from collections.abc import Mapping

from ledger.append.ledger import Ledger
from ledger.audit.bundle.container import pack
from ledger.bundles.export import gather_bundle
from ledger.bundles.selection import BundleSubject, find_subject
from ledger.service.access.disclosed_data import (
    DisclosedData,
    disclosed_by_statements,
    disclosure_lines,
)
from ledger.service.access.journal import AccessRecord
from ledger.service.access.permissions import Action, Scope, scope_of
from ledger.service.access.principal import Principal
from ledger.service.access.visibility import Visibility, unknown_statement
from ledger.state.view import View
from ledger.store.access.engagements import live_engagements
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.vocabulary import Audience

_ORDER = (
    Audience.AUDITOR,
    Audience.MANUFACTURER,
    Audience.SUPPLIER,
    Audience.CUSTOMER,
    Audience.PUBLIC,
)
"""The audiences, from the bundle that shows most to the one that shows least."""


def bundle_for(
    ledger: Ledger, principal: Principal, subject: str, audience: Audience | None
) -> tuple[Audience, bytes, list[AccessRecord]]:
    """Make a bundle of a subject; return its audience, its bytes, and the journal's lines of what it shows.

    The audience is the one asked for, or else the one that shows most.

    Raises:
        CradleError: `access.denied`, `statement.unknown`, or as `gather_bundle`.
    """
    able = audiences_for(ledger, principal, subject)
    if audience is not None and audience not in able:
        words = ", ".join(sorted(allowed.value for allowed in able))
        detail = f"This login may fetch the bundle for {words} of this subject; ask for that."
        raise CradleError("access.denied", detail, "audience")
    chosen = audience or able[0]
    files = gather_bundle(ledger, subject, chosen)
    content = pack(files)
    whole = AccessRecord("bundle", subject, None, f"{chosen.value} {digest(content)}")
    return chosen, content, [whole, *disclosure_lines("bundle", _disclosed(ledger, files))]


def bundle_name(subject: str, audience: Audience) -> str:
    """The name of a bundle's file."""
    return f"{subject.removeprefix('sha256:')[:16]}-{audience.value}.bundle"


def audiences_for(ledger: Ledger, principal: Principal, subject: str) -> tuple[Audience, ...]:
    """The audiences whose bundle of a subject the principal may have, from the one that shows most; never empty.

    Raises:
        CradleError: `access.denied`, `statement.unknown`.
    """
    scope = scope_of(principal, Action.BUNDLE)
    with ledger.view() as view:
        if scope is not Scope.ALL and Visibility(view, principal).standing(subject) is None:
            raise unknown_statement(subject)
        about = find_subject(view, subject)
        able = frozenset(about.audiences)
        if scope is not Scope.ALL:
            able = _audiences(view, principal, about)
    if not able:
        raise unknown_statement(subject)
    return tuple(audience for audience in _ORDER if audience in able)


def _disclosed(ledger: Ledger, files: Mapping[str, bytes]) -> list[DisclosedData]:
    """The confidential data in the files of a bundle."""
    shown = {f"sha256:{name}" for name in _named(files, "sections")}
    statements = [f"sha256:{name}" for name in _named(files, "statements")]
    with ledger.view() as view:
        return list(disclosed_by_statements(view, statements, shown))


def _named(files: Mapping[str, bytes], folder: str) -> list[str]:
    """The digests that name the files of a folder."""
    return [
        name.removeprefix(f"{folder}/").removesuffix(".json")
        for name in files
        if name.startswith(f"{folder}/")
    ]


def _audiences(view: View, principal: Principal, about: BundleSubject) -> frozenset[Audience]:
    engagements = live_engagements(view.connection, principal.organisation)
    engaged = any(row.subject in about.documents for row in engagements)
    own = principal.participant
    return frozenset(
        audience
        for audience, owner in about.audiences.items()
        if (own is not None and owner == own)
        or audience is Audience.PUBLIC
        or (engaged and audience is Audience.AUDITOR)
    )
