"""The channels of the adversary of questions: each asks as one party, and claims what it believes to have learnt.

A claim is a secret's sort and word. Amounts are claimed for 100 kg of the owner's product, to 4 digits. Every answer is
a question to the server, of which an attack may ask 200.
"""

import io
import json
import re
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from support.lattice import recipes
from support.questions.planted import RECIPES, SALT, VALUES, Planted, values_of

from ledger.footprint.graph.numbers import format_rounded
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest

MOST: Final = 200
"""The most questions of an attack."""

Claims = set[tuple[str, str]]
Answer = tuple[int, str]

HEADER: Final = "main_production"
"""The stage in which the refinery's own rows are, and the plant's power."""

PLANT_KG: Final = Fraction(VALUES["test:power"]) * 40
"""What the plant's own row adds to that stage, in kg CO2e; it knows that."""


@dataclass
class Asking:
    """A party that asks, and how often it did."""

    it: Planted
    name: str
    count: int = 0
    answers: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, **body: object) -> Answer:
        """An answer."""
        self.count += 1
        assert self.count <= MOST
        house = self.it.house
        answer = house.client.request(method, path, headers=house.as_(self.name), **body)  # type: ignore[arg-type]
        assert answer.status_code != 429
        self.answers.append(answer.text)
        return answer.status_code, answer.text

    def keep(self, values: Mapping[str, str], name: str) -> str:
        """The digest of a factor set of its own; who may not keep one has it kept by a manufacturer."""
        data = canonical(values_of(dict(values), name).to_json())
        status, _ = self.ask("POST", "/v1/factor-sets", content=data)
        if status == 403:
            Asking(self.it, "plant").keep(values, name)
        return digest(data)

    def draft(self, **parts: object) -> Mapping[str, Any] | None:
        """The statement of a draft; None if it is refused."""
        asked = self.it.chain.assertions(**parts)
        status, text = self.ask(
            "POST",
            "/v1/calculations/draft",
            json=json.loads(asked.model_dump_json(exclude_none=True)),
        )
        if status != 200:
            return None
        return dict(json.loads(b64decode(json.loads(text)["payload"])))


def read_all(asking: Asking) -> Claims:
    """All that the server shows to a login at every address of its API, and to anybody, public files unpacked."""
    told = "\n".join(text_of(asking, path) for path in addresses(asking.it))
    found = ((row.sort, row.word) for row in asking.it.secrets if row.sort != "flow")
    return {(sort, word) for sort, word in found if _is_in(word, told)}


def addresses(it: Planted) -> Iterator[str]:
    """Every address that reads, for each statement of the chain where it names one."""
    names = tuple(it.tiers.ids.values())
    declared = it.tiers.ids["declaration"].removeprefix("sha256:")
    yield from (
        f"/declarations/{declared}{part}" for part in ("", ".json", ".bundle", "/study.json")
    )
    described = it.house.client.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        if "get" not in methods or path.startswith("/v1/methods/"):
            continue
        if "{statement}" in path:
            yield from (path.replace("{statement}", name) for name in names)
            yield from (f"{path.replace('{statement}', name)}?scope=public" for name in names[-3:])
        elif "{" not in path:
            yield path
    figure = it.tiers.ids["calculation"]
    yield from (f"/v1/{report}?calculation={figure}" for report in ("comparisons", "differences"))
    for entry in ("packs", "refined", "mined"):
        method = f"rulebook={it.chain.rulebook}&factor_set={it.chain.factors}"
        yield f"/v1/entries/{it.tiers.ids[entry]}/footprint?{method}"


def text_of(asking: Asking, path: str) -> str:
    """An answer, a file of several unpacked."""
    house = asking.it.house
    asking.count += 1
    answer = house.client.get(path, headers=house.as_(asking.name))
    data = answer.content
    if data[:2] != b"PK":
        return answer.text
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        rows = [files.read(one) for one in files.namelist() if not one.startswith("blobs/")]
    return b"\n".join([*rows, *_payloads(rows)]).decode()


def _payloads(rows: Iterable[bytes]) -> Iterator[bytes]:
    for row in rows:
        for found in re.findall(rb'"payload":"([^"]+)"', row):
            yield b64decode(found)


def _is_in(word: str, told: str) -> bool:
    """True if a name is in the text, or an amount as a whole number of it."""
    if not word[0].isdigit():
        return word in told
    return re.search(rf"(?<![0-9.]){re.escape(word)}(?![0-9.])", told) is not None


def own_factors(asking: Asking) -> Claims:
    """Factor sets of one's own: an empty one for names, then one for each flow, of 1 for it and nearly 0 for others."""
    it, claims = asking.it, Claims()
    ids, rulebook = it.tiers.ids, it.chain.rulebook
    for flow in sorted({"test:none", *VALUES}):
        if flow == "test:none":
            values = {flow: "1"}
        else:
            values = {one: "1" if one == flow else f"0.{'0' * 23}1" for one in VALUES}
        kept = asking.keep(values, f"probe-{flow[5:]}")
        asking.draft(factor_sets=(kept,))
        method = f"rulebook={rulebook}&factor_set={kept}"
        for entry in ("packs", "refined"):
            asking.ask("GET", f"/v1/entries/{ids[entry]}/footprint?{method}")
        line = {"entry": ids["packs"], "rulebook": rulebook, "factor_sets": [kept]}
        asking.ask("POST", "/v1/previews", json=line)
        found = asking.draft(factor_sets=(kept,))
        if found is not None and flow in RECIPES["refinery"]:
            kg = _stage(found) * _divisor(found)
            claims.add(("amount", format_rounded(_decimal(kg / Fraction(SALT) * 100))))
        if found is not None and flow in RECIPES["recycler"]:
            kg = _stage(found, "end_of_life") * _divisor(
                found
            )  # of the 100 kg that the packs weigh
            claims.add(("amount", format_rounded(_decimal(kg))))
    told = "\n".join(asking.answers)
    claims |= {("flow", flow) for flow in VALUES if f"values {flow} " in told}
    return claims


def published_digits(found: Mapping[str, Any], prec: int) -> Claims:
    """The refinery's recipe from the digits of one stage, by lattice reduction over the known factors."""
    stage = _stage(found)
    off = Fraction(Decimal((0, (5,), _decimal(stage).adjusted() - prec)))
    scale = _divisor(found) / Fraction(SALT)
    kg = stage * scale - PLANT_KG / Fraction(SALT)
    return _by_lattice(kg, off * scale)


@dataclass(frozen=True)
class Scale:
    """What a party may choose: `value x unit x scale = own + salt x figure`, where it knows all but the figure.

    Attributes:
        ask: the told value at a scale; None if it is refused.
        own: the kg CO2e of the party's own rows.
        salt: the kg of the refinery's goods.
        unit: what the scale is in.
        first: the scale to begin at.
    """

    ask: Callable[[Decimal], Fraction | None]
    own: Fraction
    salt: Fraction
    unit: Fraction
    first: Decimal


def halving(it: Scale, questions: int = 60) -> Claims:
    """Each question lays a rounding in the middle of the interval in which the refinery's figure lies."""
    value = it.ask(it.first)
    if value is None:
        return set()
    kg = value * it.unit * Fraction(it.first)
    low, high = ((kg * f - it.own) / it.salt for f in (Fraction(999, 1000), Fraction(1001, 1000)))
    edge = Fraction(format_rounded(_decimal(value * Fraction(10001, 10000))))
    edge += Fraction(Decimal((0, (5,), _decimal(edge).adjusted() - 4)))
    for _ in range(questions):
        middle = (low + high) / 2
        value = it.ask(_decimal((it.own + it.salt * middle) / edge / it.unit))
        if value is None:
            return set()
        low, high = (middle, high) if value > edge else (low, middle)
    return _by_lattice((low + high) / 2, high - low)


def capacities(ask: Callable[[Decimal], Mapping[str, Any] | None]) -> Claims:
    """Drafts with other capacities."""
    first = ask(Decimal(2))
    if first is None:
        return set()

    def value(capacity: Decimal) -> Fraction | None:
        found = ask(capacity)
        return None if found is None else _stage(found)

    return halving(Scale(value, PLANT_KG, Fraction(SALT), _divisor(first) / 2, Decimal(2)))


def lots(ask: Callable[[str], Fraction | None]) -> Claims:
    """Entries of the log that make other amounts of 0.05 kg of salt, and the figure of each before delivery."""

    def value(amount: Decimal) -> Fraction | None:
        return ask(f"{amount:f}".rstrip("0"))

    return halving(Scale(value, Fraction(0), Fraction(1, 20), Fraction(1), Decimal("1.5")))


def stage_of(figure: Mapping[str, Any]) -> Fraction:
    """The value of the refinery's stage in a figure of cells."""
    rows = (Fraction(row["value"]) for row in figure["cells"] if row["stage"] == HEADER)
    return sum(rows, Fraction(0))


def _by_lattice(kg: Fraction, off: Fraction) -> Claims:
    flows = list(RECIPES["refinery"])
    found = recipes(kg, [Fraction(VALUES[flow]) for flow in flows], 5, off)
    return {("amount", format_rounded(_decimal(x * 100))) for row in found for x in row}


def corrections(asking: Asking, correct: Callable[[], None]) -> Claims:
    """Drafts before and after a supplier corrects one known flow: the difference is the correction."""
    before = asking.draft()
    correct()
    after = asking.draft()
    if before is None or after is None:
        return set()
    kg = (_stage(after) - _stage(before)) * _divisor(after) / Fraction(SALT)
    return {("change", format_rounded(_decimal(kg / Fraction(VALUES["test:acid"]) * 100)))}


def _stage(found: Mapping[str, Any], stage: str = HEADER) -> Fraction:
    return next(Fraction(row["value"]) for row in found["stages"] if row["stage"] == stage)


def _divisor(found: Mapping[str, Any]) -> Fraction:
    """The kWh of total energy of all batteries."""
    energy = found["total_energy"]
    return Fraction(energy["numerator"]) / Fraction(energy["denominator"]) * found["batteries"]


def _decimal(value: Fraction) -> Decimal:
    return round(Decimal(value.numerator) / Decimal(value.denominator), 25)
