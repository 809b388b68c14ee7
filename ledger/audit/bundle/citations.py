"""The statements that a statement names: its issuer, the version that it replaces, and its sources.

Everything in a bundle is there because a statement names it, directly or through others. The names are in the
statement and in those of its sections that are in the bundle.
"""

from collections.abc import Iterable, Iterator

from ledger.audit.bundle.model import Bundle, Kinded, SignedStatement
from ledger.audit.findings import Findings, StepNumber
from ledger.footprint.graph.order import reachable
from ledger.footprint.graph.resolution import Problem
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.participant import Key, Participant
from schemas.signed.site_balance import Balance
from schemas.signed.statement import SectionName


def first_version(bundle: Bundle, statement: str) -> str:
    """Return the first version of a statement, as far as its versions are in the bundle."""
    return bundle.first_versions.get(statement, statement)


def statements_behind(bundle: Bundle, statement: str) -> frozenset[str]:
    """All statements in the bundle that a statement names, directly or through others, and their later versions."""
    successors: dict[str, list[str]] = {}
    for signed in bundle.statements.values():
        if signed.old is not None:
            successors.setdefault(signed.old, []).append(signed.id)

    def named(name: str) -> Iterable[str]:
        here = bundle.statements.get(name)
        return () if here is None else (*here.cited, *parties(here), *successors.get(name, ()))

    return reachable([statement], named) & bundle.statements.keys()


def apportioned_entries(signed: SignedStatement) -> Iterator[str]:
    """The entries to which a site balance apportions its totals; the bundle need not contain all of them."""
    balance = signed.sections.get(SectionName.BALANCE)
    if isinstance(balance, Balance):
        yield from (share.entry for row in balance.rows for share in row.entries)


def parties(signed: SignedStatement) -> tuple[str, ...]:
    """The participants that a statement names: its issuer, its recipient, and its registrar."""
    statement = signed.statement
    if isinstance(statement, Entry):
        return (statement.issuer,)
    if isinstance(statement, Delivery):
        return statement.issuer, statement.recipient
    if isinstance(statement, (Participant, Key)) and statement.registrar is not None:
        return signed.issuer, statement.registrar
    return (signed.issuer,)


def require_statement(
    bundle: Bundle, statement: str, model: type[Kinded], step: StepNumber, findings: Findings
) -> Kinded | None:
    """Return the statement of an id and kind; a missing one, or one of another kind, is a finding of `step`."""
    value = bundle.stated(statement, model)
    if value is None and statement in bundle.statements:
        kind = bundle.statements[statement].kind.value
        detail = f"It is cited as {model.__name__.lower()}, but it is a statement of kind {kind}."
        findings.contradict(step, Problem("citation.kind", statement, detail), statement)
    elif value is None:
        detail = "It is cited, but it is not in the bundle."
        findings.miss(step, Problem("statement.missing", statement, detail), statement)
    return value


def require_sections(signed: SignedStatement, step: StepNumber, findings: Findings) -> None:
    """Check that the bundle has all sections that a statement names; a missing one is a finding of `step`."""
    findings.checked(step, len(signed.named))
    for name, named in signed.named.items():
        if name not in signed.sections:
            detail = f"Its section {name.value} ({named}) is not in the bundle."
            withheld = Problem("section.withheld", signed.id, detail)
            findings.miss(step, withheld, named)
