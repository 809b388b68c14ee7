"""The ledger and the verifier apply the same rules: every code of a refusal is accounted for.

A rule of `ledger.rules` is called when statements are admitted and when a bundle of them is verified; both are run
here, under a profiler that sees which functions are called. A code that the ledger refuses by in `ledger.admission`
has the finding that the verifier reports instead, or is listed as one that no bundle can show.
"""

import ast
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

from support import codes
from support.case_files import example_case
from support.collusion import act
from support.ledger_battery import battery_chain, power
from support.ledger_objections import answer, objection
from support.ledger_opened import bundle_of, open_chain, policy_of
from support.ledger_samples import Sampling
from support.ledger_world import made, replacing, taken
from support.objections import contest, reply
from support.samples import sampled
from support.signed_battery import build, declare_again
from support.signed_chain import SignedChain, output, used
from support.verdicts import judge

from ledger.cli.backend.folder import NewKeys, create_ledger
from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.outcome import verify_file
from ledger.cli.demonstration.run import ORIGIN, run_demo
from ledger.cli.keys.passphrases import unprotected
from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_plan import plan
from ledger.rulebooks.catalog import load_rulebook
from ledger.rulebooks.default import DEFAULT_RULEBOOK
from ledger.rules.ledger_wide import LEDGER_WIDE
from ledger.state.drafting import sign_draft
from schemas.signed.entry import Site
from schemas.signed.participant import Profile

STEEL = example_case("steel_screws")

RULES = "ledger/rules/"
ADMISSION = "ledger/admission/"

INSTEAD = {
    "answer.objection": "statement.missing",
    "attestation.calculation": "statement.missing",
    "attestation.delivery": "statement.missing",
    "attestation.no_figure": "delivery.no_figure",
    "calculation.outdated": "calculation.outdated",
    "calculation.digits": "calculation.digits",
    "calculation.exact": "calculation.exact",
    "calculation.{}": "calculation.cells",
    "commitment.subject": "citation.kind",
    "commitment.unrevealed": "commitment.unrevealed",
    "delivery.above_output": "balance.delivered_above_output",
    "delivery.entry": "statement.missing",
    "delivery.figure": "delivery.figure",
    "delivery.unknown": "statement.missing",
    "delivery.withdrawn": "{}.withdrawn",
    "draw.above_delivery": "balance.drawn_above_delivery",
    "entry.cycle": "graph.loop",
    "entry.duplicate": "entry.duplicate",
    "external.delivered": "external.delivered",
    "external.unknown": "blob.missing",
    "figure.outdated": "figure.outdated",
    "key.in_use": "key.in_use",
    "objection.unknown": "statement.missing",
    "registrar.first": "policy.registrar",
    "registrar.own": "registrar.own",
    "registrar.required": "policy.registrar",
    "site_balance.differs": "site_balance.differs",
    "site_balance.entry": "site_balance.entry",
    "site_balance.duplicate": "site_balance.duplicate",
    "state.unknown": "state.unknown",
    "supersedes.unknown": "statement.missing",
    "withdrawal.unknown": "statement.missing",
}
"""The codes that the ledger itself refuses by, each with what the verifier finds in its place."""

LISTED = {"attestation.rests_on": "attested by another auditor"}
"""A code that no bundle can show, and the row of the report under which it is asserted."""

OUTSIDE = {"admission.duplicate", "entry.site_look_alike", "participant.look_alike"}
"""Codes that no verifier finds: a reader's policy names the methods that it accepts, and names of before stay."""

ONE_SIDED = {
    "calculation.py:calculation_problems": "the verifier runs the same rules itself and adds effects",
    "citation.py:citation_problems": "the ledger judges one citation at a time",
    "delivery.py:delivery_problems": "the ledger judges one delivery at a time",
    "declarations.py:overlap_problems": "a bundle has one live declaration; a monitor asks over all",
    "documents.py:company_specific_problem": "the ledger asks only under a rulebook of Article 7",
    "goods.py:duplicates": "the ledger asks its tables for what may be one",
    "versions.py:kept_line_problem": "the verifier compares deliveries with the newest version",
}
"""Functions that one side alone calls in this story, and why."""


def told(folder: str) -> set[str]:
    """The codes in the modules of a folder."""
    return {
        code for code, names in codes.told().items() if any(n.startswith(folder) for n in names)
    }


def rule_functions() -> set[str]:
    """Every public function of the rules that finds what breaks them."""
    return {
        f"{name.removeprefix(RULES)}:{node.name}"
        for name, path in codes.modules().items()
        if name.startswith(RULES)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and re.search(r"_problems?$|duplicates|states_the_same", node.name)
    }


def called_by(run: Callable[[], object]) -> set[str]:
    """The functions of the rules that are called while something runs."""
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    rules = codes.TOP / RULES
    return {
        f"{Path(code.co_filename).name}:{code.co_name}"
        for code in seen
        if Path(code.co_filename).is_relative_to(rules)
    }


def use_a_ledger(folder: Path) -> None:
    """State, correct, deliver, withdraw, calculate, draw a sample, attest, declare and contest on a ledger."""
    with battery_chain(folder) as chain:
        world, plant = chain.world, chain.plant
        again = {"supersedes": replacing(chain.mined), "inputs": [power("90")]}
        mined = world.enter(chain.mine, [made(chain.mine)], **again)
        ore = [taken(chain.shipped, "1")]
        extra = world.enter(plant, [made(plant)], site=Site(code="p2", country="SE"), inputs=ore)
        world.withdraw(plant, extra)
        world.deliver(chain.mine, mined, plant, amount="5")
        again = sign_draft(world.entry(chain.mine, [made(chain.mine)]), [chain.mine.working])
        world.refuses(again, "entry.duplicate", "period")
        calculation = world.submit(chain.calculation(), plant.working).id
        sampling = Sampling(chain)
        sample = sampling.sample(sampling.commit(calculation))
        attested = chain.attestation(calculation, sample=sample)
        word = world.submit(attested, chain.auditor.working).id
        first = world.submit(chain.declaration(calculation, word), plant.working).id
        again = {"supersedes": replacing(first)}
        world.submit(chain.declaration(calculation, word, **again), plant.working)
        contested = world.submit(objection(world, plant, mined), plant.working).id
        world.submit(answer(world, chain.mine, contested), chain.mine.working)


def end(chain: SignedChain) -> None:
    """The packer declares again, contests the refinery's entry, and the refinery answers."""
    declare_again(chain)
    contest(chain)
    reply(chain)


def another_year(chain: SignedChain) -> None:
    """Two more entries of the mine, of one process and product."""
    section = {
        "outputs": [output("ore", "1")],
        "inputs": [used("db:grid", "1", "kWh", "energy", "raw_material")],
    }
    for year in ("2023", "2024"):
        period = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
        chain.entry(year, "mine", "raw_material.mining", section, period=period)


def deliver_to_the_border(folder: Path) -> None:
    """Deliver steel with its quantities at the carbon border, which nobody verified."""
    operator = Profile(legal_name="Op", country="DE")
    with create_ledger(folder / "ledger", ORIGIN, operator, NewKeys(unprotected, None)) as opened:
        ledger, registrar = opened
        planned = plan(STEEL)
        method = (
            ledger.keep(load_rulebook(DEFAULT_RULEBOOK)),
            (ledger.keep(build_factor_set(planned)),),
        )
        Chain(ledger, planned, *method, folder / "sites", registrar, lambda _: None).run()


def test_every_code_of_admission_is_accounted_for() -> None:
    """A code is that of a shared rule, has a finding in its place, or is listed as asserted."""
    ours = told(ADMISSION) - (told(RULES) - LEDGER_WIDE.keys())
    assert ours == INSTEAD.keys() | LISTED.keys() | OUTSIDE
    assert LEDGER_WIDE.keys() <= ours | told(RULES)
    elsewhere = told("ledger/audit/") | told("ledger/footprint/") | told("ledger/trust/")
    assert set(INSTEAD.values()) <= elsewhere | told(RULES)


def test_both_sides_call_every_rule(tmp_path: Path) -> None:
    """Each rule is called when its statement is admitted, and when a bundle with it is verified."""
    chain = build({"early": act(another_year), "after": act(end), **sampled()})
    ledger = called_by(lambda: use_a_ledger(tmp_path / "ledger"))
    verifier = called_by(lambda: judge(chain.ledger.files(), chain.ledger.policy()))
    with open_chain(tmp_path / "opened") as opened:
        ledger |= called_by(
            lambda: opened.deliver("refinery", "plant", "1", opened.opening("refinery"))
        )
        files = bundle_of(opened, opened.deliveries["refinery"])
        verifier |= called_by(lambda: judge(files, policy_of(opened)))
    ledger |= called_by(lambda: deliver_to_the_border(tmp_path / "border"))
    run_demo(STEEL, (load_rulebook(DEFAULT_RULEBOOK), ()), tmp_path / "import", as_json=True)
    imported = tmp_path / "import" / "import.bundle", tmp_path / "import" / "policy.toml"
    verifier |= called_by(lambda: verify_file(*imported))
    rules = rule_functions()
    assert rules - (ledger & verifier) - ONE_SIDED.keys() == set()
    for name in ONE_SIDED:
        assert name in rules
        assert (name in ledger) + (name in verifier) == 1, name
