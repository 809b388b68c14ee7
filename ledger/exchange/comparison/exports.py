"""PACT and Catena-X files of a delivery, compared with those that its bundle gives.

The file is written again by the functions that export deliveries. Not in a bundle are the time of publication, the
customer's own number of a part, the auditors' later statements, and the proof in PACT's extension; the proof is checked
under the policy's key of the log (`ledger.exchange.pact.verifying`).

The contents of the delivery are those of its bundle. The proof of its place under an early checkpoint is in the
exchanged file and in no bundle, so it is left empty here. The rulebook may be one that comes with Cradle: a customer's
bundle names its digest alone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.bundle.model import SignedStatement
from ledger.audit.context import AuditContext
from ledger.audit.policy import log_key
from ledger.audit.subject.subject import DeliverySubject
from ledger.documents.delivery_contents import DeliveryContents
from ledger.documents.footprint_ids import footprint_id
from ledger.documents.worth import without_causes
from ledger.exchange.catena_x.battery_component import component_of
from ledger.exchange.catena_x.pcf import pcf_of
from ledger.exchange.comparison.declaration import profile_of
from ledger.exchange.comparison.export_standing import (
    compare_standing,
    delivered_standing,
    without_standing,
)
from ledger.exchange.comparison.later_values import member
from ledger.exchange.comparison.rebuilt import Rebuilt
from ledger.exchange.comparison.trees import TreeRules, compare_trees
from ledger.exchange.comparison.values import bounded, cut
from ledger.exchange.pact.footprint import footprint_of, format_footprint
from ledger.exchange.pact.verifying import verify_extension
from ledger.footprint.external.document import load_json
from ledger.footprint.graph.resolution import Records
from ledger.rulebooks.catalog import load_rulebook, rulebook_ids
from ledger.trust.envelope import format_envelope
from ledger.trust.leaves import digest, model_bytes, read_model
from schemas.errors import CradleError
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry, ProductLine
from schemas.signed.log import ParticipantLeaf, Receipt
from schemas.signed.rulebook import Factor, FactorSet, GroupValue, Rulebook
from schemas.signed.statement import SectionName
from schemas.views.compared_document import ComparedValue, DocumentKind
from schemas.vocabulary import Group, Unit

_NO_FACTORS = FactorSet(
    id="unknown",
    version="0",
    title="unknown",
    method="unknown",
    licence="digest_only",
    rows=(
        Factor(
            flow="unknown:unknown",
            unit=Unit.KG,
            direction="product",
            name="unknown",
            values=(GroupValue(group=Group.FOSSIL, value="0"),),
            source="unknown",
        ),
    ),
)
"""In the place of a factor set that the bundle does not have; its name is then not compared."""

_RECIPE = {SectionName.INVENTORY}
"""The section of an entry that its customer does not see."""


class BundledDelivery(NamedTuple):
    """The contents of a delivery, and True if the bundle has the factor sets of its figure."""

    contents: DeliveryContents
    has_factor_sets: bool


def delivery_contents(context: AuditContext) -> BundledDelivery:
    """The contents of the delivery that a bundle is about.

    Raises:
        CradleError: `document.not_compared` if the bundle is about something else, or withholds what is needed.
    """
    subject, bundle = context.subject, context.bundle
    if not isinstance(subject, DeliverySubject):
        raise _not_compared("it is about a delivery; name the bundle of that delivery")
    delivery, figure = subject.delivery, subject.delivery.figure
    signed, behind = bundle.statements[subject.id], bundle.statements.get(delivery.entry)
    signers = context.signers.get(subject.id)
    company = profile_of(context, delivery.issuer)
    if figure is None or behind is None or not signers or company is None:
        raise _not_compared("the bundle lacks its figure, entry, key or issuer")
    entry = behind.statement
    if not isinstance(entry, Entry) or behind.named.keys() - behind.sections.keys() - _RECIPE:
        raise _not_compared("the bundle withholds product or quality of the entry behind it")
    if context.policy.logs is None:
        raise _not_compared("the policy lacks the keys of the logs")
    blobs = [bundle.blobs.get(name) for name in figure.factor_sets]
    contents = DeliveryContents(
        id=subject.id,
        delivery=delivery,
        envelope=format_envelope(signed.envelope),
        figure=figure,
        signer=next(iter(signers)),
        receipt=_no_receipt(subject.id),
        logs=context.policy.logs,
        entry_id=delivery.entry,
        entry=entry,
        entry_envelope=format_envelope(behind.envelope),
        line=_line(behind, delivery.line),
        quality=behind.quality,
        company=company,
        preceding=tuple(_preceding(context, delivery)),
        active=_is_active(context, subject.id, delivery.entry),
        standing=without_causes(delivered_standing(context)),
        rulebook=_rulebook(context, figure.rulebook),
        factor_sets=tuple(
            _NO_FACTORS if data is None else read_model(data, FactorSet, SIZE_LIMIT)
            for data in blobs
        ),
        attestations=(),
    )
    return BundledDelivery(contents, None not in blobs)


def _no_receipt(delivery: str) -> Receipt:
    """A receipt without a proof, in the place of the one that is in the file alone."""
    leaf = ParticipantLeaf(v=1, kind="participant", id=delivery, sigs=digest(b""))
    return Receipt(id=delivery, log="entries", index=0, leaf=leaf, proof="")


def _line(behind: SignedStatement, name: str) -> ProductLine | None:
    """The delivered line of the product section; None if nothing describes it."""
    lines = () if behind.product is None else behind.product.lines
    return next((row for row in lines if row.line == name), None)


def _preceding(context: AuditContext, delivery: Delivery) -> Iterator[str]:
    """The deliveries that this one has replaced, newest first, as far as they are in the bundle."""
    current: Delivery | None = delivery
    passed: set[str] = set()
    while current is not None and current.supersedes is not None:
        name = current.supersedes.id
        if name in passed:
            return
        passed.add(name)
        yield name
        current = context.bundle.stated(name, Delivery)


def _is_active(context: AuditContext, delivery: str, entry: str) -> bool:
    """True if the delivery is live, and its entry was not withdrawn, up to the bundle's state."""
    registry = context.registry
    changes = {} if registry is None else registry.changes_at(registry.size)
    records = Records({}, {}, changes)
    return delivery not in changes and records.newest(entry) is not None


def _rulebook(context: AuditContext, name: str) -> Rulebook:
    """The rulebook of a figure: in the bundle, or one that comes with Cradle."""
    data = context.bundle.blobs.get(name)
    if data is not None:
        return read_model(data, Rulebook, SIZE_LIMIT)
    for rulebook in map(load_rulebook, rulebook_ids()):
        if digest(model_bytes(rulebook)) == name:
            return rulebook
    raise _not_compared("the bundle lacks the rulebook of its figure")


def _not_compared(reason: str) -> CradleError:
    detail = f"Nothing in this file was compared: {reason}."
    return CradleError("document.not_compared", detail)


RECEIPT = "extensions[0].data.receipt"
UNKNOWN = {
    "pact-3": ("created", "extensions[0].data.logs", "extensions[0].data.attestations"),
    "catena-x-pcf-9": (
        "pcfAssessmentAndMethodology[0].pcfAssessmentInformation[0].time[0].created",
    ),
    "battery-component-1": ("customerPartId",),
}
"""The paths of values that no bundle has, by format."""

SOURCES = {
    "pact-3": ("pcf.secondaryEmissionFactorSources",),
    "catena-x-pcf-9": (
        "pcfAssessmentAndMethodology[0].dataSourcesAndQuality[0].secondaryEmissionFactorSources",
    ),
    "battery-component-1": ("secondaryEmissionFactorSources",),
}
"""The paths of the factor sets, which a customer's bundle does not have."""

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class ExportComparison(NamedTuple):
    """What an exchanged file is, the subject that it names if that is another one, and its values."""

    kind: DocumentKind
    other_subject: str | None
    values: tuple[ComparedValue, ...]


def compare_export(tree: object, data: bytes, rebuilt: Rebuilt) -> ExportComparison | None:
    """Compare an exchanged file; None if it is of no format that is read here.

    Args:
        tree: as `load_json` reads it.
        data: the bytes of the file, in which the proof is checked.
        rebuilt: the documents of the bundle.

    Raises:
        CradleError: `document.not_compared`, or `exchange.*` if the bundle's delivery has no form in this format.
    """
    kind = _kind(tree)
    if kind is None:
        return None
    delivery = delivery_contents(rebuilt.context)
    named = member(tree, "id")
    if kind == "pact-3" and named is not None and named != footprint_id(delivery.contents.id):
        return ExportComparison(kind, named, ())
    unknown = UNKNOWN[kind] + (() if delivery.has_factor_sets else SOURCES[kind])
    expected = load_json(_expected(kind, delivery))
    rules = TreeRules(unknown=unknown, skipped=(RECEIPT,))
    values = bounded(compare_trees(without_standing(tree), without_standing(expected), rules))
    values += compare_standing(tree, rebuilt.context)
    proof = _proof(data, rebuilt) if kind == "pact-3" else ()
    return ExportComparison(kind, None, (*values, *proof))


def _kind(tree: object) -> DocumentKind | None:
    if not isinstance(tree, dict):
        return None
    if "pcf" in tree and (member(tree, "specVersion") or "").startswith("3."):
        return "pact-3"
    if "scopeOfPcfForm" in tree:
        return "catena-x-pcf-9"
    return "battery-component-1" if "pcfValues" in tree else None


def _expected(kind: DocumentKind, delivery: BundledDelivery) -> bytes:
    """The file that the bundle gives, with a time and a customer's number that are not compared."""
    if kind == "pact-3":
        return format_footprint(footprint_of(delivery.contents, _ANY_TIME))
    if kind == "catena-x-pcf-9":
        return pcf_of(delivery.contents, _ANY_TIME)
    return component_of(delivery.contents, "-")


def _proof(data: bytes, rebuilt: Rebuilt) -> Iterator[ComparedValue]:
    """The proof of the delivery in PACT's extension, under the key of the policy."""
    place = RECEIPT
    key = log_key(rebuilt.context.policy, "entries")
    if key is None:
        return
    try:
        problems = verify_extension(data, key)
    except CradleError as refused:
        yield ComparedValue(place=place, state="not_found", bundle=cut(str(refused)))
        return
    for problem in problems:
        if problem.code in {"evidence.signature", "evidence.inclusion", "evidence.statement"}:
            yield ComparedValue(place=place, state="differs", document=cut(problem.detail))
    if not problems:
        yield ComparedValue(
            place=place, state="same", document="proved by the policy's key of the log"
        )
