"""The state behind a bundle's figure, read without a policy: for a comparison, which is no verification.

The bytes of each file are checked against the digest in its name, and the figure is recomputed by whoever compares it.
Signatures, inclusion and keys are not checked here; `ledger.audit.verifier` does that.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.bundle.model import Bundle
from ledger.audit.bundle.open_bundle import open_container, read_files
from ledger.audit.findings import Findings
from ledger.audit.log.registry import build_registry
from ledger.audit.subject.subject import Subject, find_subject
from ledger.documents.difference.state import FigureState, state_of
from ledger.footprint.graph.resolution import Records
from ledger.trust.leaves import read_model
from schemas.base import Model
from schemas.errors import CradleError, sentence
from schemas.signed.rulebook import FactorSet, Rulebook

Document = TypeVar("Document", bound=Model)


def read_state(data: bytes, own: Iterable[bytes] = ()) -> FigureState:
    """Read the state behind the calculation of a bundle.

    Args:
        data: the bytes of the bundle.
        own: the reader's own copies of factor sets that may not be passed on.

    Raises:
        CradleError: the first finding on the files, `difference.subject`, or `difference.withheld`.
    """
    findings = Findings()
    files = open_container(data, findings)
    bundle = Bundle.empty() if files is None else read_files(files, own, findings)
    for finding in findings.listed(None):
        raise CradleError(finding.code, sentence(finding.detail), finding.subject)
    subject = find_subject(bundle, findings)
    if not isinstance(subject, Subject) or subject.calculation is None or bundle.registry is None:
        detail = "The bundle has no calculation; name the bundle of a calculation or a declaration."
        raise CradleError("difference.subject", detail, "bundle")
    if subject.composition is None:
        raise _withheld(subject.calculation.sections.composition, "The composition")
    calculation = subject.calculation
    changes = build_registry(bundle.registry).changes_at(calculation.as_of.size)
    state = state_of(
        subject.calculation_id,
        calculation,
        subject.composition,
        Records(bundle.entries, bundle.deliveries, changes),
        _document(bundle, calculation.rulebook, Rulebook),
        tuple(_document(bundle, name, FactorSet) for name in calculation.factor_sets),
    )
    return replace(state, declaration=None if subject.declaration is None else subject.id)


def _document(bundle: Bundle, name: str, model: type[Document]) -> Document:
    data = bundle.blobs.get(name)
    if data is None:
        raise _withheld(name, f"The {model.__name__}")
    return read_model(data, model, SIZE_LIMIT)


def _withheld(name: str, what: str) -> CradleError:
    detail = f"{what} {name} is not in the bundle, so its figure cannot be compared; use the audit bundle."
    return CradleError("difference.withheld", detail, name)
