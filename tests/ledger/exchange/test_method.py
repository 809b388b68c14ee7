"""Method and quality in the words of formats: standards, reports, shares, ratings."""

from dataclasses import replace

import pytest
from support.refusal import refused

from ledger.documents.delivery_contents import DeliveryContents
from ledger.exchange.method import (
    exempted_share,
    ipcc_report,
    not_stated,
    primary_share,
    scores_of,
    standard_of,
)
from ledger.rulebooks.catalog import load_rulebook
from schemas.signed.quality import Quality


@pytest.mark.parametrize(
    ("rulebook", "standard", "report"),
    [
        ("study-full-substitution-1", "ISO14040-44", "AR6"),
        ("iso-14067-partial-2018", "ISO14067", "AR6"),
        ("eu-ev-draft-2024", "PEF", "AR6"),
        ("pef-2021", "PEF", "AR6"),
    ],
)
def test_what_a_rulebook_rests_on(rulebook: str, standard: str, report: str) -> None:
    """A standard that PACT knows, and the IPCC report behind the characterization."""
    loaded = load_rulebook(rulebook)
    assert (standard_of(loaded), ipcc_report(loaded)) == (standard, report)


def test_an_unknown_characterization_is_refused() -> None:
    """A report is not guessed."""
    loaded = load_rulebook("pef-2021")
    other = loaded.characterization.model_copy(update={"method": "ReCiPe"})
    with refused("exchange.method"):
        ipcc_report(loaded.model_copy(update={"characterization": other}))


def test_shares_are_per_cent(contents: DeliveryContents) -> None:
    """Company-specific data as primary data, and what is not covered as exempted; unknown stays unknown."""
    assert (primary_share(contents.quality), exempted_share(contents.quality)) == ("62.5", "1.5")
    assert (primary_share(None), exempted_share(Quality())) == (None, None)


@pytest.mark.parametrize("share", ["1.5", "-0.5"])
def test_a_share_outside_its_bounds_is_refused(share: str) -> None:
    """A section may state a share that no format allows."""
    with refused("exchange.share", "quality.company_specific_share"):
        primary_share(Quality(company_specific_share=share))
    with refused("exchange.share", "quality.coverage"):
        exempted_share(Quality(coverage=share))


def test_the_worst_rating_of_each_criterion(contents: DeliveryContents) -> None:
    """There is no mean, because the weights are the supplier's secret."""
    assert scores_of(contents.quality) == ("2", "2", "3")
    assert scores_of(Quality()) is None


def test_what_nobody_stated_is_named(contents: DeliveryContents) -> None:
    """Members that PACT requires and the ledger does not state."""
    assert not_stated(contents) == ()
    bare = replace(contents, quality=None, line=None)
    assert not_stated(bare) == ("exemptedEmissionsPercent", "fossilCarbonContent")
