"""The second half of the demo: from the chain's entries to a verified figure, and its declaration.

The manufacturer calculates, the operator writes the audit bundle, the auditor verifies and attests it, the manufacturer
declares, and the final bundle is verified again. The demo writes the policy itself, and the policy says so. A copy with
one changed digit must be refused, and the finding that caught it is shown.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ledger.append.submit import submit
from ledger.audit.bundle.container import pack, unpack
from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.cli.demonstration.assertions import assertions
from ledger.cli.demonstration.chain import Chain
from ledger.cli.keys.identity import Identity, fresh
from ledger.cli.terminal.display import write_json
from ledger.cli.terminal.files import write_file
from ledger.exchange.case_settings import Battery, Declared
from ledger.footprint.graph.cells import parse_cells, state_cells
from ledger.rulebooks.catalog import load_factor_set, load_rulebook, mix_set_ids
from ledger.rulebooks.default import DEFAULT_RULEBOOK
from ledger.service.answers.calculate import build_calculation
from ledger.service.answers.study import build_study
from ledger.state.drafting import Draft, sign_draft
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest
from schemas.signed.attestation import Attestation, Depth
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.exact_cells import ExactCells
from schemas.signed.kinds import open_section
from schemas.signed.participant import Profile
from schemas.signed.policy import Policy
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Section
from schemas.views.report import Report
from schemas.views.study import Study
from schemas.vocabulary import Role

CONFORMITY = "DEMO-0000: no EU declaration of conformity exists"
STUDY = "https://demo.invalid/no-public-study"
SIDE_BY_SIDE = (DEFAULT_RULEBOOK, "eu-ev-draft-2024")
NOTE = "Demo: written by the operator of the ledger it judges. A real policy is the auditor's own."


@dataclass(frozen=True)
class Outcome:
    """The result of the demo.

    If nothing may be declared, `declaration` is None. `others` are the calculations
    under other rulebooks, or the refusals of those that are not possible; `by_consumption` are those that change once
    the consumption mixes that come with Cradle are named too.
    """

    calculation: Calculation
    calculation_id: str
    study: Study
    declaration: str | None
    bundle: Path
    policy: Path
    report: Report
    tampered_report: Report
    others: Mapping[str, Calculation | CradleError]
    by_consumption: Mapping[str, Calculation]


def declare(chain: Chain, declared: Declared, rulebook: Rulebook, folder: Path) -> Outcome:
    """Run calculation, bundle, verification, attestation, declaration, final verification, tampered copy."""
    manufacturer = chain.identities[declared.site]
    asserted = assertions(chain, declared)
    statement, calculation = _calculate(chain, manufacturer, asserted)
    auditor = chain.register(
        chain.folder / "auditor", Profile(legal_name="Demo Auditor", country="DE"), (Role.AUDITOR,)
    )
    policy = write_policy(chain, auditor, folder / "policy.toml")
    first = folder / "calculation.bundle"
    write_file(first, export_bundle(chain.ledger, calculation), private=True)
    report = verify_file(first, policy)
    chain.advance("verified the calculation")
    attestation = send(chain, auditor, Draft(attest(chain, auditor, calculation, report, rulebook)))
    declaration = _declare(chain, manufacturer, calculation, attestation, declared)
    study = build_study(chain.ledger, calculation)
    write_json(folder / "study.json", study.to_json())
    final = first
    if declaration is not None:
        final = folder / "declaration.bundle"
        write_file(final, export_bundle(chain.ledger, declaration), private=True)
    others = _under_others(chain, asserted, rulebook)
    tampered = folder / "tampered.bundle"
    write_file(tampered, tamper(final.read_bytes()), private=True)
    chain.advance("verified the result and a tampered copy")
    return Outcome(
        calculation=statement,
        calculation_id=calculation,
        study=study,
        declaration=declaration,
        bundle=final,
        policy=policy,
        report=verify_file(final, policy),
        tampered_report=verify_file(tampered, policy),
        others=others,
        by_consumption=_by_consumption(chain, asserted, {rulebook.id: statement, **others}),
    )


def _calculate(
    chain: Chain, manufacturer: Identity, asserted: CalculationRequest
) -> tuple[Calculation, str]:
    draft = build_calculation(chain.ledger, asserted, fresh)
    calculation = send(chain, manufacturer, draft)
    chain.advance("calculated")
    return calculation_of(draft), calculation


def calculation_of(draft: Draft) -> Calculation:
    """The calculation that a draft states, with all digits of its exact cells: the demo's reader is the operator."""
    statement = draft.statement
    exact = open_section(Section.parse(draft.sections[-1]))
    assert isinstance(statement, Calculation) and isinstance(exact, ExactCells)  # noqa: S101, PT018 - just built
    whole = state_cells(parse_cells(exact.cells), rounded=False)
    return statement.model_copy(update=whole._asdict())


def _declare(
    chain: Chain,
    manufacturer: Identity,
    calculation: str,
    attestation: str,
    about: Declared,
) -> str | None:
    """The declaration; None if the rulebook may not declare."""
    declared = Declaration(
        origin=chain.ledger.origin,
        issuer=manufacturer.id,
        calculation=calculation,
        attestation=attestation,
        conformity=CONFORMITY if isinstance(about, Battery) else None,
        study=STUDY,
        chemistry=about.chemistry if isinstance(about, Battery) else None,
        nonce=fresh(),
    )
    try:
        return send(chain, manufacturer, Draft(declared))
    except CradleError as refused:
        if refused.code != "declaration.rulebook":
            raise
        return None


def _under_others(
    chain: Chain, asserted: CalculationRequest, rulebook: Rulebook
) -> dict[str, Calculation | CradleError]:
    """The same subject under the other rulebooks of the demo, computed and not signed, or the reason for none."""
    outcomes: dict[str, Calculation | CradleError] = {}
    for other in map(load_rulebook, SIDE_BY_SIDE):
        if other.id != rulebook.id and other.boundary == rulebook.boundary:
            kept = chain.ledger.keep(other)
            try:
                draft = build_calculation(
                    chain.ledger, asserted.model_copy(update={"rulebook": kept}), fresh
                )
                outcomes[other.id] = calculation_of(draft)
            except CradleError as refused:
                outcomes[other.id] = refused
    return outcomes


def _by_consumption(
    chain: Chain, asserted: CalculationRequest, outcomes: Mapping[str, Calculation | CradleError]
) -> dict[str, Calculation]:
    """The figures by rulebooks with an order of mixes, where those that come with Cradle would change the figure.

    A set that states what the case states too would make a mix ambiguous; there is then no such figure.
    """
    shipped = (chain.ledger.keep(load_factor_set(name)) for name in mix_set_ids())
    named = tuple(sorted({*chain.factor_sets, *shipped}))
    changed: dict[str, Calculation] = {}
    for name, before in outcomes.items():
        rulebook = load_rulebook(name)
        if rulebook.electricity is not None and isinstance(before, Calculation):
            update = {"rulebook": chain.ledger.keep(rulebook), "factor_sets": named}
            with suppress(CradleError):
                draft = build_calculation(chain.ledger, asserted.model_copy(update=update), fresh)
                after = calculation_of(draft)
                changed |= {name: after} if after.total != before.total else {}
    return changed


def attest(
    chain: Chain, auditor: Identity, calculation: str, report: Report, rulebook: Rulebook
) -> Attestation:
    """The auditor's statement on a calculation after verifying its bundle."""
    boundary = rulebook.boundary.replace("_", " ")
    subject = "product" if chain.plan.case.product is not None else "battery model"
    return Attestation(
        origin=chain.ledger.origin,
        issuer=auditor.id,
        calculation=calculation,
        bundle=report.bundle,
        policy=report.policy,
        findings=digest(model_bytes(report)),
        scope=f"The demo's {subject}, {boundary}: all signed data, recomputed",
        level="agreed_upon_procedures",
        materiality="5",
        depth=Depth(default="recomputed"),
        outcome="verified" if report.exit_code == 0 else "refused",
        nonce=fresh(),
    )


def send(chain: Chain, identity: Identity, draft: Draft) -> str:
    """Sign and submit a draft; return its id."""
    return submit(chain.ledger, sign_draft(draft, [identity.working])).id


def write_policy(chain: Chain, auditor: Identity, path: Path) -> Path:
    """The policy of the demo: this log's keys, its registrar and auditor, the rulebook and factors it used."""
    policy = Policy(
        note=NOTE,
        origin=chain.ledger.origin,
        logs=chain.ledger.log_keys(),
        quorum=0,
        registrars=(chain.registrar.id,),
        auditors=(auditor.id,),
        rulebooks=(chain.rulebook,),
        factor_sets=chain.factor_sets,
        oldest_registry_size=1,
    )
    path.write_bytes(format_policy(policy))
    return path


def verify_file(bundle: Path, policy: Path) -> Report:
    """Verify a bundle as the command does, from the two files."""
    content = policy.read_bytes()
    return verify(bundle.read_bytes(), parse_policy(content), digest(content))


def tamper(bundle: bytes) -> bytes:
    """The bundle with one digit changed in the first amount of the inventory that uses electricity most often."""
    files = dict(unpack(bundle))
    inventories = [name for name in files if b'"section":"inventory"' in files[name]]
    name = max(inventories, key=lambda item: (files[item].count(b'"unit":"kWh"'), item))
    head, mark, tail = files[name].partition(b'"amount":"')
    files[name] = head + mark + (b"1" if tail[:1] != b"1" else b"2") + tail[1:]
    return pack(files)
