"""A declarer who wants to look better cannot leave out of a study what speaks against its figure."""

import json

import pytest
from support.ledger_battery import MODEL, BatteryChain, power
from support.ledger_world import made, replacing

from ledger.service.answers.study import build_study
from schemas.errors import CradleError
from schemas.signed.calculation import Exclusion
from schemas.values import Period
from schemas.views.study import Study
from schemas.vocabulary import ProcessCode, Stage

MARCH = Period(start="2025-03-01", end="2025-04-01")


def _bytes(value: object) -> bytes:
    return json.dumps(value).encode()


def test_a_study_that_lacks_an_item_is_refused(studies: dict[str, Study]) -> None:
    """An exclusion, a range or the conservative figure cannot be cut out of the file unseen."""
    whole = studies["public"].to_json()
    for name in ("conservative", "sensitivity", "limits", "verification", "corrections"):
        cut = {key: value for key, value in whole.items() if key != name}
        if name in {"limits", "verification"}:
            cut[name] = []
        with pytest.raises(CradleError, match=r"study\.item|schema\.missing"):
            Study.parse(_bytes(cut))
    listed = {**whole, "not_stated": whole["not_stated"][1:]}
    with pytest.raises(CradleError, match=r"study\.item"):
        Study.parse(_bytes(listed))


def test_a_range_has_both_ends(studies: dict[str, Study]) -> None:
    """The low end alone is no range, and the file is refused."""
    whole = studies["public"].to_json()
    first, *others = whole["sensitivity"]
    one_end = {key: value for key, value in first.items() if key != "high"}
    with pytest.raises(CradleError, match=r"schema\.missing"):
        Study.parse(_bytes({**whole, "sensitivity": [one_end, *others]}))


def test_the_public_figure_is_as_conservative_as_the_full_one(studies: dict[str, Study]) -> None:
    """Choices that the public does not see count in the conservative figure and in the ranges."""
    public, full = studies["public"], studies["everything"]
    assert public.conservative == full.conservative
    assert public.sensitivity == full.sensitivity
    assert public.choices is None
    hidden = public.choices_hidden or 0
    assert len(public.value_choices or ()) + hidden == len(full.value_choices or ())


def test_an_exclusion_is_public(chain: BatteryChain) -> None:
    """An excluded entry stands in every scope with its period, its batteries and the signed reason."""
    parts = {"process": ProcessCode.PACK, "model": MODEL, "period": MARCH}
    trial = [made(chain.plant, "70", product="urn:test:trial", batteries=7)]
    work = [power("900", Stage.MAIN_PRODUCTION)]
    excluded = chain.world.enter(chain.plant, trial, inputs=work, **parts)
    draft = chain.calculation(exclusions=(Exclusion(entry=excluded, reason="trial run, scrapped"),))
    calculation = chain.world.submit(draft, chain.plant.working).id
    for reader in ("everything", "issuer", "public"):
        study = build_study(chain.world.ledger, calculation, reader)
        (row,) = study.system.exclusions
        assert (row.entry, row.period, row.batteries) == (excluded, MARCH, 7)
        assert row.reason == "trial run, scrapped"
        assert "exclusions" in study.limits


def test_a_refusal_by_an_auditor_is_public(chain: BatteryChain) -> None:
    """A figure that one auditor refused and another attested shows both."""
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    for outcome in ("refused", "verified"):
        word = chain.attestation(calculation, outcome=outcome)
        chain.world.submit(word, chain.auditor.working)
    study = build_study(chain.world.ledger, calculation, "public")
    assert [row.outcome for row in study.verification] == ["refused", "verified"]
    assert study.goal.verifiers == ("Auditor Ltd",)


def test_a_change_after_the_figure_is_stated(chain: BatteryChain) -> None:
    """A study that is built after a supplier's correction says that its figure is stale."""
    calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
    assert build_study(chain.world.ledger, calculation, "public").standing.changed is None
    draft = chain.packs_of("50", supersedes=replacing(chain.packs))
    chain.world.submit(draft, chain.plant.working)
    study = build_study(chain.world.ledger, calculation, "public")
    assert study.standing.changed is not None
    assert study.standing.changed.count == 1
    assert "stale" in study.limits
