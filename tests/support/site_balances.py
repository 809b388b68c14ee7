"""Drafts of site balances in a world, and statements of them in a ledger made by hand."""

from typing import Any

from support.bundles import Members
from support.ledger_world import ORIGIN, YEAR, Party, World
from support.signed_chain import SignedChain

from ledger.state.drafting import Draft, seal
from schemas.signed.site_balance import Balance, SiteBalance, SiteBalanceSections
from schemas.signed.statement import Kind, SectionName

Json = Any


def power_row(bought: str, shares: dict[str, str], **members: Json) -> Members:
    """A row about electricity, unless it names something else; shares by the ids of entries."""
    listed = [{"entry": entry, "amount": amount} for entry, amount in sorted(shares.items())]
    about = {} if "product" in members else {"flow": "test:power"}
    return {**about, "unit": "kWh", "bought": bought, "entries": listed, **members}


def balance_of(world: World, issuer: Party, *rows: Members, **parts: Json) -> Draft:
    """The draft of a balance of the site plant-1 over the year; `parts` replace header fields."""
    value = Balance.model_validate({"rows": rows}, strict=False)
    sealed = seal(Kind.SITE_BALANCE, issuer.id, {SectionName.BALANCE: value}, world.fresh)
    header = {"origin": ORIGIN, "issuer": issuer.id, "site": "plant-1", "period": YEAR}
    sections = SiteBalanceSections.model_validate(sealed.digests)
    return Draft(SiteBalance(**{**header, "sections": sections, **parts}), sealed.documents)


def state_balance(chain: SignedChain, name: str, *rows: Members, **members: Json) -> str:
    """State a balance of the packer's site over the year and a month; return its id."""
    issuer = members.pop("by", "packer")
    span = {"start": "2025-01-01", "end": "2026-02-01"}
    header = {"site": "packer-1", "period": span, **members}
    section = {"rows": list(rows)}
    chain.ids[name] = chain.ledger.state(Kind.SITE_BALANCE, issuer, header, balance=section)
    return chain.ids[name]
