"""The golden chain's site balance: the power and the cathode material of the pack plant, over the year."""

from ledger.state.drafting import Draft
from schemas.signed.site_balance import (
    Balance,
    BalanceRow,
    EntryShare,
    SiteBalance,
    SiteBalanceSections,
)
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import Unit
from tools.golden_chain import ORIGIN, Chain, seal_as
from tools.golden_figures import YEAR


def site_balance(chain: Chain) -> Draft:
    """The draft of the plant's balance: metered and bought amounts, stocks, and the share of the packs."""
    pack, issuer = chain.id("pack"), chain.id("packs")
    balance = Balance(
        rows=(
            BalanceRow(
                flow="example:electricity",
                unit=Unit.KWH,
                bought="262000",
                entries=(EntryShare(entry=pack, amount="250000"),),
                remainder="12000",
            ),
            BalanceRow(
                product="urn:example:product:nmc811",
                unit=Unit.KG,
                bought="20000",
                opening="0",
                closing="5000",
                entries=(EntryShare(entry=pack, amount="15000"),),
                remainder="0",
            ),
        )
    )
    sealed = seal_as("site_balance", Kind.SITE_BALANCE, issuer, {SectionName.BALANCE: balance})
    statement = SiteBalance(
        origin=ORIGIN,
        issuer=issuer,
        site="PACK-1",
        period=YEAR,
        sections=SiteBalanceSections.model_validate(sealed.digests),
    )
    return Draft(statement, sealed.documents)
