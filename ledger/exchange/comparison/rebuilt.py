"""The documents that a bundle gives, built with the values of later times that another document states.

A bundle from which a recipe is withheld gives none of them: `document.not_compared`.

The study is as its reader may see it, built by the same functions as the ledger's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from ledger.audit.bundle.container import SIZE_LIMIT
from ledger.audit.context import AuditContext
from ledger.audit.report.explanation import firm_of
from ledger.audit.report.standing import bundle_standing, bundle_worth
from ledger.audit.subject.subject import DeliverySubject, Subject, View
from ledger.documents.declaration.build import build_declaration
from ledger.documents.declaration.layout import layout_declaration
from ledger.documents.declaration.source import DeclarationSource
from ledger.documents.page import Page
from ledger.documents.study.building import state_study
from ledger.documents.study.context import (
    ExcludedRecord,
    Reader,
    SignedAttestation,
    StudyContext,
)
from ledger.documents.study.layout import layout_study
from ledger.documents.worth import without_causes
from ledger.exchange.comparison.declaration import choices_of, declaration_source
from ledger.exchange.comparison.later_values import LaterValues, read_page
from ledger.rules.period import period_problems
from ledger.translations.languages import Language
from ledger.trust.leaves import read_model
from schemas.errors import CradleError
from schemas.signed.attestation import Attestation
from schemas.signed.rulebook import FactorSet
from schemas.views.compared_document import DocumentKind
from schemas.views.declaration_document import DeclarationDocument
from schemas.views.standing import FigureStanding
from schemas.views.study import Study


def study_context(context: AuditContext, reader: Reader) -> StudyContext | None:
    """What a bundle says about its calculation, for the study; None if the figure was not recomputed."""
    view, recomputed, graph = context.view, context.recomputed, context.plausibility
    standing = bundle_standing(context)
    if not isinstance(view, View) or recomputed is None or graph is None or standing is None:
        return None
    calculation = view.calculation
    entries = [record.entry for record in view.resolution.nodes.values()]
    deliveries = [view.records.deliveries[name].delivery for name in view.resolution.makers]
    issuers = {calculation.issuer, *(row.issuer for row in entries)}
    choices = choices_of(context, is_exact=reader == "everything")
    worth = bundle_worth(context, standing, choices)
    return StudyContext(
        id=view.id,
        calculation=calculation,
        rows=view.rows,
        graph=graph if reader == "everything" else replace(graph, figures=recomputed.told),
        factor_sets=_factor_sets(context, calculation.factor_sets),
        excluded=tuple(_excluded(view)),
        firms={issuer: firm_of(issuer, context.bundle) for issuer in issuers},
        attestations=tuple(_attestations(context, view.id)),
        choices=choices,
        quality=recomputed.quality,
        short=next(period_problems(calculation.model, calculation, view.made, view.records), None),
        replaced=sum(row.supersedes is not None for row in entries)
        + sum(row.supersedes is not None for row in deliveries),
        standing=worth if reader == "everything" else without_causes(worth),
        reader=reader,
    )


def _factor_sets(context: AuditContext, names: tuple[str, ...]) -> dict[str, FactorSet]:
    blobs = context.bundle.blobs
    return {name: read_model(blobs[name], FactorSet, SIZE_LIMIT) for name in names}


def _excluded(view: View) -> Iterator[ExcludedRecord]:
    for row in view.composition.exclusions:
        record = view.records.entries.get(row.entry)
        if record is not None:
            yield ExcludedRecord(row, record)


def _attestations(context: AuditContext, calculation: str) -> Iterator[SignedAttestation]:
    """The attestations of the calculation in the bundle, in the order of the log."""
    bundle = context.bundle
    attestations = [
        SignedAttestation(signed.id, attestation, firm_of(attestation.issuer, bundle))
        for signed, attestation in bundle.of(Attestation)
        if attestation.calculation == calculation
    ]
    yield from sorted(attestations, key=lambda row: bundle.place(row.id))


Source = TypeVar("Source")

READERS: tuple[Reader, ...] = ("public", "issuer", "everything")
UNSTATED = LaterValues()
KEPT = 64
"""Documents that are kept while files are compared."""


class PageKind(NamedTuple):
    """A laid-out document: a declaration, or the study for a reader."""

    kind: DocumentKind
    reader: Reader = "public"


PAGES: tuple[PageKind, ...] = (
    PageKind("declaration"),
    *(PageKind("study", reader) for reader in READERS),
)


@dataclass(frozen=True)
class Rebuilt:
    """The documents of the bundle behind an audit. Each method raises `document.not_compared` if it gives none."""

    context: AuditContext
    _kept: dict[object, object] = field(default_factory=dict, compare=False)

    @property
    def subject(self) -> str | None:
        """The id that a document of the bundle names: of the calculation, or of the delivery."""
        subject = self.context.subject
        if isinstance(subject, Subject):
            return subject.calculation_id
        return subject.id if isinstance(subject, DeliverySubject) else None

    @cached_property
    def source(self) -> DeclarationSource:
        """What the declaration is built from."""
        return _required(declaration_source(self.context))

    def study_context(self, reader: Reader) -> StudyContext:
        """What the study for a reader is built from."""
        return self._once(
            ("context", reader), lambda: _required(study_context(self.context, reader))
        )

    def declaration(self, later: LaterValues = UNSTATED) -> DeclarationDocument:
        """The declaration, as of the time that another document states."""
        standing = self.standing(self.source.standing, later, "public")
        source = replace(
            self.source,
            standing=standing,
            attestation=None if standing.audit is None else self.source.attestation,
            page=later.page,
        )
        return self._once(("declaration", later), lambda: build_declaration(source))

    def standing(self, own: FigureStanding, later: LaterValues, reader: Reader) -> FigureStanding:
        """The standing as of the time of a document; what that says itself, if it is later than the bundle."""
        if later.entries is None or later.entries == own.as_of.entries:
            return own
        if self.is_beyond(later):
            return own if later.standing is None else later.standing
        then = bundle_standing(self.context, later.entries)
        if then is None:
            return own
        is_exact = reader == "everything"
        choices = self._once(
            ("choices", is_exact), lambda: choices_of(self.context, is_exact=is_exact)
        )
        worth = bundle_worth(self.context, then, choices)
        return worth if reader == "everything" else without_causes(worth)

    def is_beyond(self, later: LaterValues) -> bool:
        """True if a document is of a later time than the bundle."""
        checkpoint = self.context.logs.entries
        return (
            later.entries is not None and checkpoint is not None and later.entries > checkpoint.size
        )

    def study(self, reader: Reader, later: LaterValues = UNSTATED) -> Study:
        """The study for a reader, as of the time that another document states."""
        about = self.study_context(reader)
        then = replace(
            about, standing=self.standing(about.standing, later, reader), page=later.page
        )
        return self._once(("study", reader, later), lambda: state_study(then))

    def page(self, of: PageKind, language: Language, later: LaterValues = UNSTATED) -> Page:
        """A document laid out."""
        if of.kind == "declaration":
            return layout_declaration(self.declaration(later), language)
        return layout_study(self.study(of.reader, later), language)

    def _once(self, key: object, build: Callable[[], Source]) -> Source:
        """A value that is built once; only the last ones are kept, because a file chooses the later values."""
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = build()
        return cast("Source", self._kept[key])

    def pages(self, language: Language) -> Iterator[tuple[PageKind, Page]]:
        """Each document laid out."""
        for of in PAGES:
            yield of, self.page(of, language)

    def read_later(self, texts: list[str], language: Language) -> LaterValues:
        """Read the values of later times in the texts of a laid-out document."""
        return read_page(texts, language)

    @property
    def exact(self) -> Mapping[str, str]:
        """The figures of the calculation with all their digits, by their paths in the declaration."""
        calculation = self.source.calculation
        rows = enumerate(calculation.stages)
        return {"total": calculation.total} | {f"stages[{at}].value": row.value for at, row in rows}


def _required(source: Source | None) -> Source:
    if source is None:
        detail = (
            "The bundle does not give the figure behind this document, so nothing in it was compared; use the audit"
            " bundle, and correct what the other findings name."
        )
        raise CradleError("document.not_compared", detail)
    return source
