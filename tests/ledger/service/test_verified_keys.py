"""The offline verifier follows the service's key statements: rotation, compromise and recovery, end to end."""

from support.key_changes import key_draft, roots
from support.ledger_battery import BatteryChain
from support.ledger_world import signer
from support.verdicts import remarks

from ledger.audit.bundle.container import pack, unpack
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.trust.leaves import digest
from schemas.signed.policy import Policy
from schemas.views.report import Report
from schemas.vocabulary import Role

NEW = signer("plant working 2")


def policy(chain: BatteryChain) -> Policy:
    """One that trusts this ledger."""
    return chain.world.policy(chain.rulebook, chain.factors, chain.auditor.id)


def judged(chain: BatteryChain, bundle: bytes) -> Report:
    """The report on a bundle."""
    return verify(bundle, policy(chain), digest(b"the policy file"))


def rotated(chain: BatteryChain) -> tuple[bytes, str]:
    """The bundle of a calculation by the plant's second key, and the id of the change that brought it in."""
    world, plant = chain.world, chain.plant
    added = world.submit(key_draft(world, plant, "add", NEW), plant.root, NEW).id
    world.submit(key_draft(world, plant, "retire", plant.working), plant.root)
    calculation = world.submit(chain.calculation(), NEW).id
    late = signer("mine root 2")
    recovery = key_draft(world, chain.mine, "recover", None, **roots("mine root 2"))
    world.submit(recovery, chain.mine.root, late)
    world.submit(world.withdrawal(chain.recycler, chain.treatment), chain.recycler.working)
    return export_bundle(world.ledger, calculation), added


def test_rotated_keys(chain: BatteryChain) -> None:
    """Every change of a signer's keys is in the bundle, and it verifies."""
    world = chain.world
    bystander = world.register("bystander", Role.SUPPLIER)
    other = signer("bystander working 2")
    foreign = world.submit(key_draft(world, bystander, "add", other), bystander.root, other).id
    bundle, added = rotated(chain)
    report = judged(chain, bundle)
    assert (report.exit_code, report.verdict) == (0, "verified"), report.findings
    names = {name.partition("/")[2] for name in unpack(bundle) if name.startswith("statements/")}
    assert f"{added[7:]}.json" in names
    assert f"{foreign[7:]}.json" not in names


def test_a_change_left_out_of_the_bundle(chain: BatteryChain) -> None:
    """The registry names it: exit 2, and nothing contradicts."""
    bundle, added = rotated(chain)
    files = dict(unpack(bundle))
    del files[f"statements/{added[7:]}.json"]
    report = judged(chain, pack(files))
    assert report.exit_code == 2
    assert [(row.code, row.subject) for row in report.findings if row.severity != "remark"] == [
        ("statement.missing", added)
    ]


def test_a_compromise_reported_later(chain: BatteryChain) -> None:
    """The declaration still verifies; the report names the entry, delivery and attestation."""
    world, mine = chain.world, chain.mine
    calculation = world.submit(chain.calculation(), chain.plant.working).id
    word = world.submit(chain.attestation(calculation), chain.auditor.working).id
    declared = world.submit(chain.declaration(calculation, word), chain.plant.working).id
    members = {"since": 1, "registrar": world.registrar.id}
    draft = key_draft(world, mine, "compromise", mine.working, **members)
    world.submit(draft, mine.root, world.registrar.working)
    world.withdraw(chain.recycler, chain.treatment)
    report = judged(chain, export_bundle(world.ledger, declared))
    assert (report.exit_code, report.verdict) == (0, "verified"), report.findings
    assert remarks(report) >= {
        ("key.disputed", chain.mined),
        ("key.disputed", chain.shipped),
        ("attestation.before_compromise", word),
    }
