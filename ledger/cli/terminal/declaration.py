"""The content of a declaration by the letters of Article 7(1) of Regulation (EU) 2023/1542, for its signer.

(a) data on the manufacturer, (b) the model, (c) the place of the plant, (d) the carbon footprint, (e) the same by
stage, (f) the number of the EU declaration of conformity, (g) the address of the public study. Then the rest of the
form: chemistry, day of issue and signatory. Another product is under no law: no letters, no number, no chemistry.
Details and town that the declaration states count before those of the registration. What is not stated is a remark that
names the option.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.documents.shown import unit_words
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.participant import Place, Profile


@dataclass(frozen=True, slots=True)
class DeclaredTerms:
    """A declaration, the statements that it names, and what is known of firm and plant.

    Attributes:
        profile: of the registration; None if it is not shown.
        country: of the plant, by its entries; None if they are not shown.
    """

    declaration: Declaration
    calculation: Calculation
    attestation: Attestation
    profile: Profile | None = None
    country: str | None = None

    @property
    def terms(self) -> dict[str, object]:
        """The content by letter; None for what is not stated."""
        declaration, calculation, word = self.declaration, self.calculation, self.attestation
        details = declaration.details or (self.profile and self.profile.details)
        person = declaration.signatory
        firm = (
            None if self.profile is None else f"{self.profile.legal_name}, {self.profile.country}"
        )
        named = self._named
        rows: dict[str, object] = {
            named("a", "manufacturer"): firm,
            named("a", "trade name"): details and details.trade_name,
            named("a", "address"): details and details.address,
            named("a", "contact"): details and details.contact,
            named("b", "model" if self._of_battery else "product"): calculation.model,
            named("c", "plant"): self._plant(),
            **{named("e", row.stage.value): row.value for row in calculation.stages},
            named("f", "conformity"): declaration.conformity,
            named("g", "study"): declaration.study,
            "chemistry": declaration.chemistry,
            "issued": declaration.date,
            "signatory": person and f"{person.name}, {person.function}",
            "period": f"{calculation.period.start} to {calculation.period.end}, not included",
            "replaces": declaration.supersedes and declaration.supersedes.id,
            "attested": f"{word.outcome}, {word.level} assurance: {word.scope}",
            "by auditor": word.issuer,
        }
        of_batteries = () if self._of_battery else ("conformity", "chemistry")
        return {
            name: value
            for name, value in rows.items()
            if value is not None or name not in of_batteries
        }

    @property
    def figure(self) -> str:
        """The declared figure with its unit; of a battery letter (d)."""
        unit = (
            "kg CO2e per kWh of total energy" if self._of_battery else unit_words(self.calculation)
        )
        return self._named("d", f"{self.calculation.total} {unit}")

    @property
    def _of_battery(self) -> bool:
        return self.calculation.declared_unit is None

    def _named(self, letter: str, words: str) -> str:
        """Words with their letter of the law, of which a product has none."""
        return f"({letter}) {words}" if self._of_battery else words

    @property
    def remarks(self) -> Iterator[str]:
        """What the form asks for and the declaration does not state, with the option that states it."""
        details = self.declaration.details or (self.profile and self.profile.details)
        a, c = (", Article 7(1)(a)", ", Article 7(1)(c)") if self._of_battery else ("", "")
        if not details:
            yield (
                f"Not stated: address and contact of the manufacturer{a}; add"
                " --address and --contact."
            )
        elif details.trade_name is None:
            yield (
                f"Not stated: a registered trade name or trade mark{a}; if there is"
                " one, add --address, --contact and --trade-name."
            )
        if self.declaration.town is None and self._place() is None:
            site = self.calculation.site
            yield f"Not stated: the town of plant {site}{c}; add --town."
        for name, what, options in (
            ("chemistry", "the battery's chemistry", "--chemistry"),
            ("date", "the day of issue", "--date"),
            ("signatory", "the person who signs for the firm", "--signatory and --function"),
        ):
            if getattr(self.declaration, name) is None and (
                self._of_battery or name != "chemistry"
            ):
                yield f"Not stated: {what}; add {options}."

    def _place(self) -> Place | None:
        return None if self.profile is None else self.profile.place(self.calculation.site)

    def _plant(self) -> str:
        """Site code, town, region and country, as far as they are known."""
        place = self._place()
        place_names = [self.declaration.town] if self.declaration.town else []
        if not place_names and place is not None:
            place_names = [place.town, *([place.region] if place.region else [])]
        return ", ".join(
            [self.calculation.site, *place_names, *([self.country] if self.country else [])]
        )
