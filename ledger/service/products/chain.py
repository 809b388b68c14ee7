"""The statements of a product, one after another: its newest calculation, the attestation of it, the declaration.

They are found by the issuer's calculations of the model and site, which stay parsed in memory (`View.read`), and by the
index of statements about others. Nothing is evaluated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ledger.state.view import View
from ledger.store.changes import changes_of
from ledger.store.statements import ids_about
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.statement import Kind, Statement

Known = TypeVar("Known", bound=Statement)
ProductKey = tuple[str, str, str]
"""Issuer, model and site."""


@dataclass(frozen=True, slots=True)
class ProductChain:
    """The newest calculation of a product with its newest attestation, and the product's newest live declaration.

    Each has its id; None where there is none.
    """

    calculation: tuple[str, Calculation] | None = None
    attestation: tuple[str, Attestation] | None = None
    declaration: tuple[str, Declaration] | None = None


@dataclass(frozen=True)
class ProductChains:
    """The chains of some products.

    Attributes:
        view: the transaction.
        keys: of the products.
    """

    view: View
    keys: Sequence[ProductKey]

    @cached_property
    def chains(self) -> Mapping[ProductKey, ProductChain]:
        """The chain of each product; an empty one if it was never calculated."""
        names = [name for listed in self._calculations.values() for name in listed]
        attested = self._about(Kind.ATTESTATION, names)
        declared = self._about(Kind.DECLARATION, names)
        return {key: self._chain(key, attested, declared) for key in self.keys}

    @cached_property
    def _calculations(self) -> Mapping[ProductKey, list[str]]:
        """The ids of the calculations of each product, in the order of the log."""
        ids_by_product: dict[ProductKey, list[str]] = {key: [] for key in self.keys}
        issuers = dict.fromkeys(issuer for issuer, _, _ in self.keys)
        for issuer in issuers:
            names = self.view.issued(issuer, Kind.CALCULATION)
            statements = self.view.read(names)
            for name in names:
                calculation = statements[name]
                if isinstance(calculation, Calculation):
                    ids_by_product.get((issuer, calculation.model, calculation.site), []).append(
                        name
                    )
        return ids_by_product

    def _about(self, kind: Kind, subjects: Iterable[str]) -> Mapping[str, list[str]]:
        """The documents of a kind about each of these calculations, in the order of the log."""
        names = ids_about(self.view.connection, kind.value, list(subjects))
        statements = self.view.read(names)
        ids_by_subject: dict[str, list[str]] = {}
        for name in names:
            about = getattr(statements[name], "calculation", None)
            if about is not None:
                ids_by_subject.setdefault(about, []).append(name)
        return ids_by_subject

    def _chain(
        self,
        key: ProductKey,
        attested: Mapping[str, list[str]],
        declared: Mapping[str, list[str]],
    ) -> ProductChain:
        names = self._calculations[key]
        declarations = [name for own in names for name in declared.get(own, ())]
        gone = changes_of(self.view.connection, declarations)
        standing = [name for name in declarations if name not in gone]
        newest = names[-1] if names else None
        opinions = attested.get(newest or "", [])
        return ProductChain(
            self._opened(newest, Calculation),
            self._opened(opinions[-1] if opinions else None, Attestation),
            self._opened(self._last(standing), Declaration),
        )

    def _last(self, names: Sequence[str]) -> str | None:
        """The statement that is last in the log."""
        placed = {row.id: row.index for row in self.view.stored(names)}
        return max(names, key=placed.__getitem__, default=None)

    def _opened(self, name: str | None, model: type[Known]) -> tuple[str, Known] | None:
        statement = None if name is None else self.view.statement(name, model)
        return None if name is None or statement is None else (name, statement)
