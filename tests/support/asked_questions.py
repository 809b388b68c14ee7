"""Arguments for each declared question, on the chain of a battery with its calculation."""

from collections.abc import Mapping

from support.ledger_battery import BatteryChain
from support.ledger_declared import EXAMPLE as LAW
from support.ledger_world import YEAR
from support.trade_chain import MIXED, UNIFORM

from ledger.rulebooks.catalog import factor_set_ids, load_factor_set
from schemas.exchanged.accounts import (
    CredentialRequest,
    DeclineRequest,
    EngagementRequest,
    OrganisationRequest,
)
from schemas.exchanged.line_request import PreviewRequest
from schemas.exchanged.pact.events import RequestCriteria
from schemas.exchanged.partner import PartnerRequest
from schemas.exchanged.request import DataRequest, DeclineBody, DeclineReason, Side, State
from schemas.signed.statement import Kind
from schemas.views.audit_case import FindingBody, LookBody
from schemas.views.carbon_price import PriceRequest
from schemas.views.notices import SubscriptionRequest
from schemas.vocabulary import Audience, CredentialKind, Role

Arguments = Mapping[str, object]


def arguments(chain: BatteryChain, calculation: str) -> Mapping[str, Arguments]:
    """The arguments of each question by its name; what is left out has its default."""
    figure = {"statement": calculation}
    method = {"rulebook": chain.rulebook, "factor_set": (chain.factors,)}
    line = PreviewRequest(entry=chain.mined, rulebook=chain.rulebook, factor_sets=(chain.factors,))
    name = "0123456789abcdef0123456789abcdef"
    asked = DataRequest(
        reference="R-1",
        participant=chain.mine.id,
        product="urn:test:ore",
        period=YEAR,
        due="2026-12-31",
    )
    login = CredentialRequest(id="erp.mine", kind=CredentialKind.PERSON, roles=(Role.SUPPLIER,))
    return {
        "ask_partner": {
            "organisation": "nobody",
            "criteria": RequestCriteria(productId=("urn:gtin:4712345060507",)),
        },
        "bundle": {**figure, "audience": Audience.AUDITOR},
        "decline_registration": {"statement": chain.mined, "new": DeclineRequest(reason="No.")},
        "export": {"statement": chain.packs, "format": "pact-3", "created": 1},
        "imports": {},
        "keep_factor_set": {"document": load_factor_set(factor_set_ids()[0])},
        "keep_import": {"data": b"{}"},
        "keep_rulebook": {"document": LAW},
        "keys": {"statement": chain.mine.id},
        "list_statements": {"kind": Kind.ENTRY, "limit": 2},
        "method": {"document": chain.rulebook},
        "partner_requests": {},
        "partners": {},
        "prove_statement": {"kind": Kind.ENTRY, "statement": chain.mined},
        "read_statement": {"kind": Kind.ENTRY, "statement": chain.mined},
        "received": {"document": chain.rulebook},
        "refused_event": {"document": chain.rulebook},
        "refused_events": {},
        "register_partner": {
            "organisation": "nobody",
            "new": PartnerRequest(base="https://1.1.1.1", client_id="us", client_secret="s"),  # noqa: S106 - of nobody
        },
        "remove_method": {"document": chain.mined},
        "add_credential": {"organisation": "nobody", "new": login},
        "ask_for_data": {"asked": asked},
        "border": {"statement": chain.mined, "factor_set": (chain.factors,), "year": 2026},
        "calculation_draft": {"request": chain.assertions()},
        "carbon_price": {**figure, "request": PriceRequest(scenarios=(UNIFORM, MIXED))},
        "cases": {},
        "change_finding": {
            **figure,
            "finding": name,
            "body": FindingBody(comment="Odd.", state="open"),
        },
        "choices": figure,
        "comparison": {"calculation": calculation, "rulebook": (chain.rulebook,)},
        "contested": {"subject": chain.mined},
        "declaration_document": figure,
        "credentials": {"organisation": "mine"},
        "data_request": {"request": name},
        "data_requests": {"role": Side.ASKED, "state": (State.OPEN, State.DECLINED)},
        "decline_request": {
            "request": name,
            "declined": DeclineBody(reason=DeclineReason.NO_DATA),
        },
        "difference": {"before": calculation, "after": calculation},
        "element_origin": figure,
        "emissions": figure,
        "end_credential": {"credential": "nobody"},
        "engage": {"new": EngagementRequest(auditor="nobody", subject=calculation)},
        "engagements": {},
        "exchanges": figure,
        "findings": figure,
        "flows": figure,
        "footprint": {"statement": chain.packs, "line": "main", **method},
        "journal": {"limit": 500},
        "location": figure,
        "locations": {"beginning": chain.mined[7:17]},
        "look": {**figure, "body": LookBody(entry=chain.mined, depth="documents")},
        "looks": figure,
        "methods": {},
        "notices": {},
        "unsent": {},
        "subscriptions": {},
        "add_subscription": {
            "asked": SubscriptionRequest(channel="webhook", address="https://10.0.0.1/"),
        },
        "remove_subscription": {"subscription": name},
        "participants": {"name": "Plant Ltd"},
        "names": {"id": (chain.mine.id, chain.plant.id)},
        "open_organisation": {"new": OrganisationRequest(id="mine", name="Example Mining Oy")},
        "organisations": {},
        "own_history": {},
        "pass_request_on": {"request": name, "asked": asked},
        "plan": {**figure, "documents": "400", "site_visit": "3000"},
        "portfolio": {"since": 1, "sigma": "0.1", "samples": 200},
        "preview": {"request": line},
        "preview_suppliers": {"request": line},
        "products": {},
        "quality": figure,
        "readiness": {**figure, "verify": "yes"},
        "revoke_engagement": {"engagement": "nobody"},
        "sample": figure,
        "standing": figure,
        "study": {**figure, "scope": "full"},
        "stale": {},
        "shipped_prices": {**figure, "scenario": ("china-2026",)},
        "territory": {**figure, "per": "kwh", "market": "FR"},
        "withdraw_request": {"request": name},
        "waiting_registrations": {},
        "what_if": {**figure, "entry": chain.packs, "country": "SE"},
        "write_finding": {**figure, "body": FindingBody(comment="Odd.", state="open")},
    }
