"""The keys that could sign at the registry size of a leaf, and the disputes after a compromise."""

from decimal import Decimal

import pytest
from support.bundles import Json
from support.collusion import Row, act
from support.key_changes import add, compromise, retire, rotate
from support.signed_battery import build
from support.signed_chain import SignedChain
from support.verdicts import judge, remarks

from schemas.signed.rulebook import FactorSet
from schemas.views.report import Report


def by_the_old_key(chain: SignedChain) -> None:
    """The mine changes to a second key, but signs with the first one."""
    rotate(chain, "mine")
    del chain.ledger.signing["mine"]


def by_a_key_to_come(chain: SignedChain) -> None:
    """The recycler signs with a key that it adds later."""
    chain.ledger.signing["recycler"] = "recycler working 2"


def brought_late(chain: SignedChain) -> None:
    """The recycler adds the key that it has signed with."""
    add(chain, "recycler")


def registered_by_an_old_key(chain: SignedChain) -> None:
    """The registrar has retired the key with which it countersigns the recycler."""
    ledger = chain.ledger
    retire(chain, "registrar")
    del ledger.envelopes[ledger.parties["recycler"]]
    del ledger.sections[list(ledger.sections)[2]]
    ledger.register("recycler", "supplier")


def dated_by_an_old_key(chain: SignedChain) -> None:
    """The registrar has retired the key with which it dates a compromise back."""
    retire(chain, "registrar")
    compromise(chain, "mine", since=7)


ROWS = {
    "a statement by a key that was retired": Row(
        "key.not_active", "ore", {"before": act(by_the_old_key)}
    ),
    "a statement by a key that was called compromised": Row(
        "key.not_active",
        "calculation",
        {"late": act(lambda chain: compromise(chain, "packer"))},
    ),
    "a statement by a key that came in later": Row(
        "key.not_active",
        "treatment",
        {"before": act(by_a_key_to_come), "after": act(brought_late)},
    ),
    "a registration countersigned by a retired key": Row(
        "key.not_active", "party recycler", {"before": act(registered_by_an_old_key)}
    ),
    "a date countersigned by a retired key": Row(
        "key.not_active", "mine compromise", {"after": act(dated_by_an_old_key)}
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_key_that_could_not_sign_is_one_finding(name: str) -> None:
    """The report has exactly one finding, with the row's code and subject."""
    ROWS[name].check()


def compromised(party: str, since: int | None, moment: str = "after") -> tuple[SignedChain, Report]:
    """The chain with a reported compromise of a party's key, and the report on it."""
    chain = build({moment: act(lambda chain: compromise(chain, party, since))})
    return chain, judge(chain.ledger.files())


def disputed(chain: SignedChain, report: Report) -> set[str]:
    """The names of the statements that are disputed."""
    names = {statement: name for name, statement in chain.ids.items()}
    names |= {party: name for name, party in chain.ledger.parties.items()}
    return {names[subject] for code, subject in remarks(report) if code == "key.disputed"}


def sizes(chain: SignedChain, *names: str) -> dict[str, int]:
    """The registry sizes in the leaves of statements."""
    leaves: list[Json] = chain.ledger.entries.leaves
    found = {}
    for name in names:
        leaf = leaves[chain.ledger.indices[chain.ids[name]]].decode()
        found[name] = int(leaf.partition('"size":')[2].partition("}")[0])
    return found


MINED = ("mine", "ore", "mine 2", "ore price")


def test_a_compromise_disputes_what_was_signed_from_its_size_on() -> None:
    """Statements with a smaller registry size in their leaf are undisputed; the later ones are disputed."""
    honest, _ = compromised("mine", None)
    at = sizes(honest, *MINED)
    assert len(set(at.values())) > 1
    for since in range(min(at.values()) - 1, max(at.values()) + 2):
        chain, report = compromised("mine", since)
        assert disputed(chain, report) == {name for name in MINED if at[name] >= since}
        assert (report.verdict, report.exit_code) == ("verified", 0)
        assert report.recomputed_total == chain.total


def test_a_compromise_without_a_date_disputes_nothing_before_it() -> None:
    """A key compromised from its own leaf on signs nothing later, so nothing is disputed."""
    chain, report = compromised("mine", None)
    assert disputed(chain, report) == set()
    assert report.verdict == "verified"


def test_what_a_registrar_countersigned_is_disputed_too() -> None:
    """Registrations after the date may be a thief's."""

    def dated(chain: SignedChain) -> None:
        chain.ledger.register("second", "registrar")
        compromise(chain, "registrar", since=3, registrar="second")

    chain = build({"after": act(dated)})
    parties = (chain.ledger.parties["registrar"], chain.ledger.parties["second"])
    report = judge(chain.ledger.files(), chain.ledger.policy(registrars=tuple(sorted(parties))))
    assert disputed(chain, report) == {"refinery", "packer", "auditor", "second"}
    assert report.verdict == "verified"


def flagged(chain: SignedChain, report: Report) -> bool:
    """True if the report remarks that the attestation is older than a compromise."""
    return ("attestation.before_compromise", chain.ids["attestation"]) in remarks(report)


@pytest.mark.parametrize(
    ("party", "since", "moment", "expected"),
    [
        ("mine", 1, "after", True),
        ("mine", 1, "then", False),
        ("mine", None, "after", False),
        ("auditor", None, "after", True),
        ("packer", 1, "after", True),
    ],
)
def test_an_attestation_made_before_a_compromise_stands_flagged(
    party: str, since: int | None, moment: str, *, expected: bool
) -> None:
    """The remark is made if its own key, or a key behind it, was reported compromised after it was made."""
    chain, report = compromised(party, since, moment)
    assert flagged(chain, report) is expected
    assert report.verdict == "verified"


def test_an_attestation_by_a_key_in_doubt_is_disputed_and_not_flagged() -> None:
    """An attestation after the date of its own key's compromise is disputed."""
    chain, report = compromised("auditor", 1)
    assert disputed(chain, report) == {"attestation"}
    assert not flagged(chain, report)


def effects(chain: SignedChain) -> dict[str, str | None]:
    """The effects of disputed statements by name."""
    names = {statement: name for name, statement in chain.ids.items()}
    report = judge(chain.ledger.files(), chain.ledger.policy())
    return {
        names[row.subject]: row.effect_kg for row in report.findings if row.code == "key.disputed"
    }


def dispute(**standing_in: str) -> dict[str, str | None]:
    """The effects of the statements that the mine signed, with datasets of these values for the products."""

    def more(factors: FactorSet) -> FactorSet:
        steel = next(row for row in factors.rows if row.flow == "db:steel")
        added = [
            steel.model_copy(
                update={
                    "flow": f"db:any-{line}",
                    "stands_for": f"urn:example:{line}",
                    "values": (steel.values[0].model_copy(update={"value": value}),),
                }
            )
            for line, value in standing_in.items()
        ]
        return factors.model_copy(update={"rows": (*added, *factors.rows)})

    plan = {"factors": more, "after": act(lambda chain: compromise(chain, "mine", since=1))}
    return effects(build(plan))


def test_a_disputed_statement_is_worth_what_a_dataset_would_change() -> None:
    """The effect is declared minus dataset, below zero if that is worse; superseded statements have none."""
    assert dispute() == dict.fromkeys(MINED)
    worse, better = dispute(ore="5"), dispute(ore="0")
    assert worse["mine"] is None
    for name in ("mine 2", "ore"):
        assert Decimal(worse[name] or "") < 0 < Decimal(better[name] or "")
    assert worse["mine 2"] == worse["ore"]


def test_custody_is_listed_as_asserted() -> None:
    """The report asserts the custody of keys as their owners state it; unstated custody is not listed."""
    chain = build({"before": act(lambda chain: add(chain, "mine", custody="hsm"))})
    rows = [row for row in judge(chain.ledger.files()).asserted if row.name == "custody of a key"]
    (row,) = rows
    assert row.value.startswith(chain.ledger.parties["mine"])
    assert row.value.endswith(", hsm")
