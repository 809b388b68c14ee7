"""Table 2 of tampering, the rest: statements that no honest ledger would admit.

Each is signed, logged and proved; it breaks a rule of form, of versions, of roles or of documents.
"""

import json
from dataclasses import replace

import pytest
from support.bundles import Json, Ledger, Members
from support.collusion import Row, act, leave_out, rows, update
from support.ledger_battery import ELECTRICITY
from support.signed_battery import build, honest
from support.signed_chain import Alter, SignedChain

from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.statement import Kind

NOBODY = "sha256:" + "9" * 64
IDS, LEDGER, STUDY = honest().ids, honest().ledger, honest().rulebook
STUDY_BLOB, FACTORS_BLOB = LEDGER.blobs


def accepting(**members: Json) -> Row:
    """Half a row: the rulebook with other members, which the reader accepts."""
    blob = digest(model_bytes(STUDY.model_copy(update=members)))
    return Row("", "", {"rulebook": update(**members)}, policy=update(rulebooks=(blob,)))


def seal_as(change: Alter, issuer: str) -> Alter:
    """A change of the sections of an issuer's entries before they are sealed."""

    def before(chain: SignedChain) -> None:
        ledger = chain.ledger
        seal = ledger.seal

        def sealed(kind: Kind, party: str | None, values: Members) -> Members:
            named: Members = seal(kind, party, values)
            if kind is Kind.ENTRY and party == ledger.parties[issuer]:
                for name, digest_of in named.items():
                    document = canonical(change(json.loads(ledger.sections.pop(digest_of))))
                    named[name] = digest(document)
                    ledger.sections[digest(document)] = document
            return named

        ledger.seal = sealed  # type: ignore[method-assign]

    return act(before)


def emptied(document: Members) -> Members:
    """An empty inventory."""
    return {**document, "value": {}} if document["section"] == "inventory" else document


def shortened(document: Members) -> Members:
    """The inventory without a member that is an empty list, and that must be written."""
    if document["section"] == "inventory":
        del document["value"]["wastes"]
    return document


def registered_with(name: str, *roles: str, registrar: str = "registrar") -> Alter:
    """A party registers with other roles, or under another registrar, in place of its first registration."""

    def before(chain: SignedChain) -> None:
        ledger: Ledger = chain.ledger
        old = json.loads(LEDGER.sections[section_of(name)])
        del ledger.envelopes[ledger.parties[name]], ledger.sections[digest(canonical(old))]
        ledger.register(name, *roles, registrar=registrar)

    return act(before)


def section_of(name: str) -> str:
    """The digest of a party's profile in the honest chain."""
    profile = f'"legal_name":"{name}"'.encode()
    return next(digest for digest, data in LEDGER.sections.items() if profile in data)


def huge(output: str) -> Alter:
    """More electricity than there is, for less output than can be weighed."""

    def change(inventory: Json) -> Json:
        outputs = [{**inventory["outputs"][0], "amount": output}]
        inputs = [{**inventory["inputs"][0], "amount": "999999999999999999"}]
        return {**inventory, "outputs": outputs, "inputs": inputs}

    return change


def withdraw(name: str, issuer: str) -> Alter:
    """A participant withdraws a statement at the end of the story."""

    def after(chain: SignedChain) -> None:
        members = {"withdraws": chain.ids[name], "reason": "correction"}
        chain.ids["withdrawal"] = chain.ledger.state(Kind.WITHDRAWAL, issuer, members)

    return act(after)


def correct(name: str, **members: Json) -> Alter:
    """The refinery corrects a delivery at the end of the story."""

    def after(chain: SignedChain) -> None:
        sold = {"entry": chain.ids["refinery"], "amount": "14000", **members}
        recipient = sold.pop("to", "packer")
        sold |= chain.correct(name)
        chain.deliver("sulfate 3", "refinery", recipient, "sulfate", **sold)

    return act(after)


def recode(chain: SignedChain) -> None:
    """The recycler renames its process at the end of the story."""
    stated = json.loads(
        chain.ledger.sections["sha256:" + chain.section("recycler", "inventory")[9:73]]
    )
    code = "end_of_life.dismantling"
    chain.entry("recycler 2", "recycler", code, stated["value"], **chain.correct("recycler"))


OWN: dict[str, Alter] = {
    "before": registered_with("packer", "auditor", "manufacturer", "supplier"),
    "attestor": lambda _: "packer",
}
PRODUCTS = accepting(declarable="product", declared_unit=True, electricity=ELECTRICITY)
UNSUPPORTED = accepting(unknown=("the functional unit",))

ROWS = {
    "a battery under a rulebook that declares products alone": replace(
        PRODUCTS, code="declaration.rulebook", about="declaration"
    ),
    "a battery without a number of conformity": Row(
        "declaration.subject",
        "declaration",
        {"declaration": lambda stated: {k: v for k, v in stated.items() if k != "conformity"}},
    ),
    "a statement for another log": Row(
        "statement.origin", "mine 2", {"mine 2 header": update(origin="other.example/log")}
    ),
    "a delivery that is none": Row(
        "statement.invalid",
        "",
        {"treatment": lambda members: {**members, "unit": "stone"}},
    ),
    "an attestation in another form": Row(
        "statement.invalid", "", {"attestation": update(depth={"default": "recomputed"})}
    ),
    "an inventory that is none": Row(
        "section.invalid", "", {"before": seal_as(emptied, "recycler")}
    ),
    "an inventory in another form": Row(
        "section.invalid", "", {"before": seal_as(shortened, "recycler")}
    ),
    "sections of another issuer": Row(
        "section.mismatch",
        "",
        {"before": seal_as(update(issuer=LEDGER.parties["mine"]), "recycler")},
    ),
    "a factor set as the rulebook": Row(
        "blob.invalid", FACTORS_BLOB, {"asserted": update(rulebook=FACTORS_BLOB)}
    ),
    "a rulebook that cannot be computed yet": Row(
        "rulebook.unknown_parts",
        UNSUPPORTED.policy(LEDGER.policy()).rulebooks[0],
        UNSUPPORTED.plan,
        exit_code=2,
        policy=UNSUPPORTED.policy,
    ),
    "an auditor's role for a mine": Row(
        "issuer.role", "mine", {"before": registered_with("mine", "auditor")}
    ),
    "a registrar that is an auditor": Row(
        "registrar.unknown",
        "party mine",
        {"before": registered_with("mine", "supplier", registrar="auditor")},
        policy=update(registrars=(LEDGER.parties["registrar"], LEDGER.parties["auditor"])),
    ),
    "a withdrawal by somebody else": Row(
        "withdrawal.issuer", "withdrawal", {"after": withdraw("mine 2", "recycler")}
    ),
    "a calculation withdrawn": Row(
        "supersedes.identity", "withdrawal", {"after": withdraw("calculation", "packer")}
    ),
    "a correction to another process": Row(
        "supersedes.identity", "recycler 2", {"after": act(recode)}
    ),
    "a correction to another customer": Row(
        "supersedes.identity", "sulfate 3", {"after": correct("sulfate 2", to="recycler")}
    ),
    "a delivery cited as an entry": Row(
        "citation.kind",
        "ore",
        {"composition": rows(lambda listed: listed[1].update(entry=IDS["ore"]))},
    ),
    "a calculation declared as an attestation": Row(
        "citation.kind",
        "calculation",
        {"declaration": update(attestation=IDS["calculation"])},
        files=leave_out("attestation", "party auditor"),
    ),
    "an attestation of something else": Row(
        "declaration.attestation", "attestation", {"attestation": update(calculation=NOBODY)}
    ),
    "a declaration before its attestation": Row(
        "declaration.date",
        "attestation",
        {"attestation": update(date="2026-03-10"), "declaration": update(date="2026-03-09")},
    ),
    "an attestation for more than three years": Row(
        "attestation.validity",
        "attestation",
        {"attestation": update(date="2026-03-02", valid_until="2029-03-03")},
    ),
    "an attestation of one's own": Row(
        "attestation.own",
        "attestation",
        OWN,
        policy=update(auditors=(build(OWN).ledger.parties["packer"],)),
        files=leave_out("party auditor"),
    ),
    "a declaration of another's calculation": Row(
        "declaration.calculation",
        "declaration",
        {"before": registered_with("recycler", "manufacturer"), "declarer": lambda _: "recycler"},
    ),
    "a state that never was": Row(
        "state.unknown", "calculation", {"as_of": lambda state: {**state, "root": "0" * 64}}
    ),
    "a vehicle that the rulebook does not know": Row(
        "functional_unit.vehicle_category",
        "calculation",
        {
            "asserted": update(
                vehicle_category="X9", total_energy={"numerator": "36000", "denominator": "1"}
            )
        },
    ),
    "a figure of an entry beyond all bounds": Row(
        "figure.overflow", "recycler", {"recycler": huge("0.000000000000000001")}
    ),
    "a declared figure beyond all bounds": Row(
        "figure.overflow",
        "calculation",
        {
            "recycler": huge("0.00000000001"),
            "asserted": update(warranties=[{"years": "0.00000001", "remaining_energy": "0.8"}]),
        },
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_no_ledger_takes_in_is_found(name: str) -> None:
    """The report has exactly one finding, with the row's code and subject."""
    ROWS[name].check()


def test_a_stage_filed_otherwise_than_stated_is_a_remark() -> None:
    """Under a rulebook that assigns stages by rule the difference is a remark, and the verdict is the same."""
    by_rule = accepting(filing="rule", required_stages=())
    report = by_rule.report(by_rule.chain())
    assert report.verdict == "verified"
    assert "stage.filed_differently" in {row.code for row in report.findings}


def test_effects_are_in_kilograms_and_per_cent() -> None:
    """A total energy that is 10 per cent too high makes the declared figure a tenth of itself too low."""
    energy = {"numerator": "32175", "denominator": "1"}
    row = Row("calculation.total_energy", "calculation", {"asserted": update(total_energy=energy)})
    (found,) = [f for f in row.check().findings if f.code == row.code]
    assert found.effect_percent == "-10"
    assert (found.effect_kg or "").startswith("-0.00")
