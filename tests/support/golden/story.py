"""The statements of the golden chain in order: registrations, entries, corrections, deliveries, a declaration.

A registrar admits a maker of cathode material, a recycler, a manufacturer and an auditor. The
material is entered, corrected, delivered, and built into a hundred packs. A delivery made in error
is withdrawn. The packs' figure is calculated, attested and declared, the plant's balance stated, and
the figure of the delivery attested. The manufacturer states the figure of a pack to another firm and
opens where its material comes from. The auditor commits to a sample and attests the figure again.
The manufacturer contests a row of the material, and its maker rejects that. Two makers of steel goods
register, and the auditor verifies what the second one's goods are made of for the carbon border.
The maker of the material also coats foil, in a loop that was cut. The registrar admits the factor set.
At the end the maker of the material changes its keys. So the chain has each kind of statement and of
leaf at least once.
"""

from support.golden import documents as made
from support.golden.acts import coat, draw_sample, object_and_answer, site_balance
from support.golden.border import cross_border
from support.golden.chain import ORIGIN, Chain, file_digest, salt, seal_as
from support.golden.figures import calculation, delivered_figure, opened_delivery
from support.golden.firms import change_keys, enter, firm, register
from support.golden.method import FACTORS

from ledger.state.drafting import Draft
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.admission import Admission
from schemas.signed.attestation import Attestation, Depth, DepthException
from schemas.signed.calculation import Declaration
from schemas.signed.delivery import Delivery, Withdrawal
from schemas.signed.entry import Site
from schemas.signed.participant import BusinessDetails, Place, Signatory
from schemas.signed.settled import AttestationSections, Explanation, Settled, SettledChoice
from schemas.signed.statement import Kind, SectionName, Superseding
from schemas.vocabulary import DataBasis, ProcessCode, Reason, Role, Unit, Use

_DETAILS = BusinessDetails(
    address="Example Street 1, 00000 Exampletown",
    trade_name="Example Packs",
    contact="https://packs.example/contact",
)
_MATERIAL, _PACKS = "Example Cathode Materials", "Example Packs"
_SITES = (Place(site="PACK-1", town="Exampletown", region="Example Region"),)


def build_chain() -> Chain:
    """Build the whole chain."""
    chain = Chain()
    _participants(chain)
    _material(chain)
    _packs(chain)
    _declaration(chain)
    chain.admit("site_balance", site_balance(chain), "packs working")
    chain.admit("delivery_attestation", Draft(_delivery_attestation(chain)), "auditor working")
    names = {chain.id("material"): _MATERIAL, chain.id("packs"): _PACKS}
    chain.admit("pack_delivery", opened_delivery(chain, names), "packs working")
    chain.admit("dated_attestation", _dated_attestation(chain), "auditor working")
    draw_sample(chain)
    object_and_answer(chain)
    cross_border(chain)
    coat(chain)
    chain.admit("admission", Draft(_admission(chain)), "registrar working")
    change_keys(chain)
    return chain


def _admission(chain: Chain) -> Admission:
    """The registrar's admission of the golden factor set."""
    return Admission(
        origin=ORIGIN,
        issuer=chain.id("registrar"),
        sort="factor_set",
        method=digest(model_bytes(FACTORS)),
        nonce=salt("admission"),
    )


def _participants(chain: Chain) -> None:
    register(chain, "registrar", Role.REGISTRAR, firm("Example Registrar", "DE"))
    register(chain, "material", Role.SUPPLIER, firm(_MATERIAL, "FI"), roots=2)
    register(chain, "recycler", Role.SUPPLIER, firm("Example Recycling", "BE"))
    packs = firm(_PACKS, "DE").model_copy(update={"details": _DETAILS, "sites": _SITES})
    register(chain, "packs", Role.MANUFACTURER, packs)
    register(chain, "auditor", Role.AUDITOR, firm("Example Notified Body", "FR"))


def _material(chain: Chain) -> None:
    header: dict[str, object] = {
        "site": Site(code="CAM-1", country="FI"),
        "process": ProcessCode.CATHODE_ACTIVE_MATERIAL,
        "basis": DataBasis.SITE_PERIOD_AVERAGE,
    }
    first = (made.cathode("3500000"), made.CATHODE_PRODUCT, made.CATHODE_QUALITY)
    enter(chain, "cathode", "material", header, first)
    corrected = (made.cathode("3600000"), made.CATHODE_PRODUCT, made.CATHODE_QUALITY)
    old = Superseding(id=chain.id("cathode"), reason=Reason.CORRECTION)
    enter(chain, "cathode_corrected", "material", {**header, "supersedes": old}, corrected)
    for name in ("cathode_delivery", "cathode_delivery_in_error"):
        delivery = Delivery(
            origin=ORIGIN,
            issuer=chain.id("material"),
            recipient=chain.id("packs"),
            entry=chain.id("cathode_corrected"),
            line="cathode",
            product="urn:example:product:nmc811",
            unit=Unit.KG,
            number="D-1" if name == "cathode_delivery" else "D-2",
            use=Use.PHYSICAL,
            amount="20000",
            figure=delivered_figure(chain, "cathode_corrected", "cathode"),
            nonce=salt(name),
        )
        chain.admit(name, Draft(delivery), "material working")
    withdrawal = Withdrawal(
        origin=ORIGIN,
        issuer=chain.id("material"),
        withdraws=chain.id("cathode_delivery_in_error"),
        reason=Reason.ENTERED_IN_ERROR,
        nonce=salt("withdrawal"),
    )
    chain.admit("withdrawal", Draft(withdrawal), "material working")


def _packs(chain: Chain) -> None:
    header: dict[str, object] = {
        "site": Site(code="PACK-1", country="DE", zone="DE-LU"),
        "process": ProcessCode.PACK,
        "basis": DataBasis.SITE_PERIOD_AVERAGE,
        "model": made.MODEL,
    }
    contents = (made.pack(chain.id("cathode_delivery")), made.PACK_PRODUCT, None)
    enter(chain, "pack", "packs", header, contents)
    lot: dict[str, object] = {
        "site": Site(code="REC-1", country="BE"),
        "process": ProcessCode.HYDROMETALLURGICAL_RECYCLING,
        "basis": DataBasis.LOT_ACTUAL,
        "lot": "LOT-7",
    }
    enter(chain, "recycling", "recycler", lot, (made.RECYCLING, made.RECYCLING_PRODUCT, None))
    delivery = Delivery(
        origin=ORIGIN,
        issuer=chain.id("recycler"),
        recipient=chain.id("packs"),
        entry=chain.id("recycling"),
        line="treatment",
        product="urn:example:product:pack-treatment",
        unit=Unit.KG,
        number="R-1",
        use=Use.REPRESENTATIVE,
        valid_until="2027-01-01",
        nonce=salt("treatment_delivery"),
    )
    chain.admit("treatment_delivery", Draft(delivery), "recycler working")


def _delivery_attestation(chain: Chain) -> Attestation:
    return Attestation(
        origin=ORIGIN,
        issuer=chain.id("auditor"),
        delivery=chain.id("cathode_delivery"),
        bundle=file_digest("audit bundle of the delivery"),
        policy=file_digest("policy"),
        findings=file_digest("findings on the delivery"),
        scope="Cathode material from CAM-1: the entry and all behind it, recomputed",
        level="agreed_upon_procedures",
        materiality="5",
        depth=Depth(default="recomputed"),
        outcome="verified",
        nonce=salt("delivery_attestation"),
    )


def _dated_attestation(chain: Chain) -> Draft:
    """The auditor's later word on the calculation, with every optional member and two settled choices."""
    settled = Settled(
        choices=(
            SettledChoice(
                choice="mass.gap",
                statement=chain.id("pack"),
                depth="documents",
                evidence=(file_digest("delivery notes of the pack plant"),),
                explained=(Explanation(substance="Coolant, filled at the plant", kg="1500"),),
            ),
            SettledChoice(
                choice="unit.service_life",
                statement=chain.id("calculation"),
                depth="documents",
                evidence=(file_digest("warranty of model EX-1"),),
            ),
        )
    )
    named = "dated_attestation", Kind.ATTESTATION, chain.id("auditor")
    sealed = seal_as(*named, {SectionName.SETTLED: settled})
    attestation = Attestation(
        origin=ORIGIN,
        issuer=chain.id("auditor"),
        calculation=chain.id("calculation"),
        bundle=file_digest("later audit bundle"),
        policy=file_digest("policy"),
        findings=file_digest("later findings"),
        scope="Model EX-1 from plant PACK-1, with the meter readings of the pack plant",
        level="limited",
        materiality="5",
        depth=Depth(
            default="recomputed",
            exceptions=(DepthException(statement=chain.id("pack"), depth="documents"),),
        ),
        outcome="verified",
        standard="ISO 14064-3:2019",
        independence="No conflict of interest; no consulting for the manufacturer since 2023",
        notified_body="0000",
        date="2026-03-02",
        valid_until="2029-03-01",
        sections=AttestationSections.model_validate(sealed.digests),
        nonce=salt("dated_attestation"),
    )
    return Draft(attestation, sealed.documents)


def _declaration(chain: Chain) -> None:
    chain.admit("calculation", calculation(chain), "packs working")
    attestation = Attestation(
        origin=ORIGIN,
        issuer=chain.id("auditor"),
        calculation=chain.id("calculation"),
        bundle=file_digest("audit bundle"),
        policy=file_digest("policy"),
        findings=file_digest("findings"),
        scope="Model EX-1 from plant PACK-1, cradle to grave",
        level="limited",
        materiality="5",
        depth=Depth(
            default="recomputed",
            exceptions=(DepthException(statement=chain.id("pack"), depth="site_visit"),),
        ),
        outcome="verified_with_remarks",
        nonce=salt("attestation"),
    )
    chain.admit("attestation", Draft(attestation), "auditor working")
    first = Declaration(
        origin=ORIGIN,
        issuer=chain.id("packs"),
        calculation=chain.id("calculation"),
        attestation=chain.id("attestation"),
        conformity="EX-DOC-2026-001",
        study="https://packs.example/studies/ex-1",
        nonce=salt("declaration"),
    )
    chain.admit("declaration", Draft(first), "packs working")
    moved = BusinessDetails(
        address="Example Street 2, 00000 Exampletown", contact="https://packs.example/contact"
    )
    corrected = first.model_copy(
        update={
            "details": moved,
            "town": "Exampletown",
            "chemistry": "NMC811 and graphite",
            "date": "2026-03-09",
            "signatory": Signatory(name="A. Example", function="Head of Compliance"),
            "supersedes": Superseding(id=chain.id("declaration"), reason=Reason.NEW_DATA),
            "nonce": salt("declaration_corrected"),
        }
    )
    chain.admit("declaration_corrected", Draft(corrected), "packs working")
