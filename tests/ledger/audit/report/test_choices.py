"""Tests for the register of choices in a report: what settles a choice, and which factor sets count beside the named.

The refinery of the signed battery has a co-product and a by-product, its recycler two credits without a material.
"""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from support import signed_battery, signed_delivery
from support.bundles import Json
from support.collusion import act, update
from support.signed_battery import build, honest, settling
from support.signed_chain import SignedChain
from support.signed_delivery import attest
from support.verdicts import NO_FILE, judge, words_of

from ledger.audit.bundle.container import pack
from ledger.audit.report.choices import calculation_choices
from ledger.audit.verifier import run_steps, verify
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.rulebook import Rulebook
from schemas.views.report import Report, ReportedChoice


def attested(**depth: Json) -> SignedChain:
    """The honest chain, of which the auditor says how deeply it looked."""
    said = {"default": "recomputed", "exceptions": [], **depth}
    return build({"attestation": update(depth=said)})


def choices(report: Report) -> Mapping[tuple[str, str], ReportedChoice]:
    """The choices with an effect, by code and subject."""
    return {(row.code, row.subject): row for row in report.choices or () if row.effect is not None}


def total(report: Report) -> Decimal:
    """The conservative total."""
    assert report.conservative is not None
    return Decimal(report.conservative.total)


HONEST = judge(honest().ledger.files())
SHARED = ("allocation.co_product", honest().ids["refinery"])


def test_a_verified_report_lists_choices_and_a_conservative_figure_under_its_policy() -> None:
    """The choice worth most comes first, and the figure is above the declared one."""
    effects = [Decimal(row.effect or 0) for row in HONEST.choices or ()]
    assert effects == sorted(effects, reverse=True)
    assert HONEST.conservative is not None
    assert HONEST.conservative.policy == NO_FILE
    assert total(HONEST) > Decimal(HONEST.declared_total or 0)
    assert HONEST.sensitivity
    assert choices(HONEST)[SHARED].state == "unevidenced"


def states(chain: SignedChain) -> Mapping[tuple[str, str], str]:
    """The states of the choices, under the policy of the chain."""
    report = judge(chain.ledger.files(), chain.ledger.policy())
    return {key: row.state for key, row in choices(report).items()}


@pytest.mark.parametrize("default", ["recomputed", "sampled", "documents", "site_visit"])
def test_a_depth_alone_settles_nothing(default: str) -> None:
    """It says how statements were examined, and not which of their words hold."""
    assert set(states(attested(default=default)).values()) == {"unevidenced"}


def test_an_accepted_auditor_settles_the_choice_that_it_names() -> None:
    """Only that one, and the figure falls by it."""
    chain = settling({})
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert report.verdict == "verified", report.findings
    settled = {key for key, state in states(chain).items() if state == "settled"}
    assert settled == {("allocation.co_product", chain.ids["refinery"])}
    assert total(report) < total(HONEST)
    assert report.conservative is not None
    assert report.conservative.absent == ()


@pytest.mark.parametrize(
    "other",
    [{"coordinate": "slag"}, {"choice": "mass.gap"}, {"statement": NO_FILE}],
    ids=["coordinate", "kind", "statement"],
)
def test_an_id_that_recomputation_does_not_find_settles_nothing_and_is_listed(other: Json) -> None:
    """An attestation names what it wants; what counts is what the verifier finds."""
    chain = settling(other)
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert set(states(chain).values()) == {"unevidenced"}
    assert report.conservative is not None
    (absent,) = report.conservative.absent
    assert str(absent.split("/")[-1]) in words_of(report)
    assert "an attestation lists what is none of these choices and settles nothing: " in " ".join(
        words_of(report).split()
    )
    assert total(report) == total(HONEST)


def test_an_auditor_that_the_policy_does_not_list_settles_nothing() -> None:
    """Its attestation is a contradiction of its own."""
    chain = settling({})
    stranger = chain.ledger.policy().model_copy(update={"auditors": ()})
    report = judge(chain.ledger.files(), stranger)
    assert {row.state for row in choices(report).values()} == {"unevidenced"}


def test_a_refusal_settles_nothing() -> None:
    """The auditor examined the choice, and refused the figure."""
    assert set(states(settling({}, outcome="refused")).values()) == {"unevidenced"}


def test_a_figure_that_was_not_recomputed_has_no_register() -> None:
    """The recycler's inventory is withheld."""
    files = honest().ledger.files()
    del files[honest().section("recycler", "inventory")]
    report = judge(files)
    assert (report.choices, report.conservative, report.sensitivity) == (None, None, None)


def test_another_set_that_the_policy_accepts_counts_beside_the_named_one() -> None:
    """The reader's own set values steel higher; one that is none, or absent, is left aside."""
    chain = honest()
    named = chain.factors
    rows = tuple(row for row in named.rows if row.flow == "db:steel")
    dear = [
        row.model_copy(update={"values": (row.values[0].model_copy(update={"value": "99"}),)})
        for row in rows
    ]
    own = named.model_copy(update={"id": "other", "rows": tuple(dear)})
    data = model_bytes(own)
    policy = chain.ledger.policy()
    wider = policy.model_copy(
        update={"factor_sets": (*policy.factor_sets, digest(data), digest(b"{}"), NO_FILE)}
    )
    report = verify(pack(chain.ledger.files()), wider, NO_FILE, own=(data, b"{}"))
    assert {code for code, _ in choices(report)} - {code for code, _ in choices(HONEST)} == {
        "factor.lower"
    }


def test_an_attestation_of_a_delivery_settles_what_it_names() -> None:
    """The auditor of the refinery read its documents; the calculation's own auditor recomputed."""

    def look(it: SignedChain) -> str:
        named = {"choice": SHARED[0], "statement": it.ids["refinery"], "coordinate": "sulfate"}
        settled = [{**named, "depth": "documents", "evidence": [NO_FILE]}]
        return attest(it, delivery=it.ids["sulfate 2"], settled=settled)

    chain = build({"early": act(look)})
    settled = {key for key, state in states(chain).items() if state == "settled"}
    assert settled == {("allocation.co_product", chain.ids["refinery"])}


def test_a_rulebook_without_alternatives_gives_no_register_and_leaves_the_figure_open() -> None:
    """Nothing says what the figure is worth where its words are not settled."""

    def silent(rulebook: Rulebook) -> Rulebook:
        return rulebook.model_copy(update={"conservative": None})

    chain = build({"rulebook": silent})
    report = judge(chain.ledger.files(), chain.ledger.policy())
    assert (report.verdict, report.choices) == ("incomplete", None)
    assert ("conservative.none", 17) in {(row.code, row.step) for row in report.findings}


def test_the_choices_of_documents_are_those_of_a_calculation_alone() -> None:
    """By the log's word in the bundle and its own factor sets alone; a delivery and an empty bundle have none."""
    battery, delivered = signed_battery.honest(), signed_delivery.honest()
    files = battery.ledger.files()
    context, _ = run_steps(pack(files), battery.ledger.policy())
    about = calculation_choices(context)
    assert about is not None
    assert context.stated is not None
    assert (about.accepted, about.listed) == ((), frozenset(context.stated.factor_sets))
    assert context.view is not None
    assert about.log is not None
    assert about.log.records == context.view.records
    other, _ = run_steps(pack(signed_delivery.whole(delivered)), delivered.ledger.policy())
    assert other.view is not None
    assert calculation_choices(other) is None
    assert calculation_choices(run_steps(b"", battery.ledger.policy())[0]) is None
