"""PACT and Catena-X files of a delivery, compared with those that its bundle gives.

The file is written again by the functions that export deliveries. Not in a bundle are the time of publication, the
customer's own number of a part, the auditors' later statements, and the proof in PACT's extension; the proof is checked
under the policy's key of the log.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from ledger.documents.footprint_ids import footprint_id
from ledger.exchange.catena_x.battery_component import component_of
from ledger.exchange.catena_x.pcf import pcf_of
from ledger.exchange.comparison.delivery import BundledDelivery, delivery_contents
from ledger.exchange.comparison.later_values import member
from ledger.exchange.comparison.rebuilt import Rebuilt
from ledger.exchange.comparison.trees import TreeRules, compare_trees
from ledger.exchange.comparison.values import bounded, cut
from ledger.exchange.pact.footprint import footprint_of, format_footprint
from ledger.exchange.pact.verifying import verify_extension
from ledger.footprint.external.document import load_json
from ledger.trust.log_key import read_log_keys
from schemas.errors import CradleError
from schemas.views.compared_document import ComparedValue, DocumentKind

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
    values = bounded(compare_trees(tree, expected, rules))
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
    key, _ = read_log_keys(rebuilt.context.policy.logs)
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
