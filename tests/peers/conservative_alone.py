"""A second, independent program for the conservative total of a bundle: standard-library Python (3.11).

    python conservative_alone.py BUNDLE POLICY.toml [FACTORS.json ...] [--list]
    python conservative_alone.py --help

It follows docs/formats/conservative.md, and the pages that this page names, and nothing else. It prints the declared
total, the conservative total (as shown, and with all digits), the interaction and, with --list, the choices: kind,
statement, effect and state. Exit status: 0 computed, 2 not judged here, with the reason, 3 usage or policy.

It verifies nothing: `verify_alone.py`, which must lie beside it, does. Signatures, proofs, leaves and attestations are
taken as sound, and the declared figure is computed and not compared. Not judged here: bundles about a delivery,
imported files, recycled inputs, filled gaps, and rulebooks with a collection rate or a disposal factor. There is no
figure (`figure.unknown`) where a row has no value or the graph has a loop, and no conservative figure without the
rulebook's part (`conservative.absent`), or where a line has none or a loop no solution (`conservative.unknown`).
"""

import json
import re
import sys
import unicodedata
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from decimal import ROUND_CEILING, Context, Decimal, Inexact, InvalidOperation, Overflow
from decimal import localcontext as decimal_context
from fractions import Fraction
from functools import cache, reduce
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
ALONE = import_module("verify_alone")
Json = Any
Line = tuple[str, str]  # an entry, and the code of one of its outputs

# ---- Numbers: a run is in the context of 50 digits, so an operator rounds to it; what is exact says so
FROM_NATURE = {"mining", "brine", "concentration"}
FIFTY, SHOWN, UP = Context(prec=50), Context(prec=4), Context(prec=4, rounding=ROUND_CEILING)
EXACT = Context(prec=400, traps=[Inexact, InvalidOperation, Overflow])
CELL, moved = ALONE.FIGURE, vars(ALONE)["_year"]  # a cell's division; the same day of another year
ZERO, ONE, HALF, HUNDREDTH, THOUSANDTH = map(Decimal, ("0", "1", "0.5", "0.01", "0.001"))
MJ_PER_KWH, AMPERE_HOURS = Decimal("3.6"), Decimal("26.80148")
NAMES = "amount allocation_value kg_per_unit kwh_per_unit capacity_kwh cycle_life effect value"
NUMBERS = {*f"{NAMES} numerator denominator fraction km kg x y z radius".split()}


def exact(numbers: Iterable[Decimal]) -> Decimal:
    """Sum without rounding."""
    return reduce(EXACT.add, numbers, ZERO)


def times(*numbers: Decimal) -> Decimal:
    """Multiply without rounding."""
    return reduce(EXACT.multiply, numbers)


def most(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the largest of the numbers that are known, if there is one."""
    return max((it for it in numbers if it is not None), default=None)


def fixed(number: Decimal) -> str:
    """Print in fixed notation without trailing zeros."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if number else "0"


# ---- Contents of the bundle that are used
GOODS, BEARING, PIECES = {"material", "packaging"}, {"main", "co_product"}, {"piece", "unit"}
SIDES = {"inputs": "product", "wastes": "treatment", "emissions": "gas", "avoided": "product"}
WATER, ENERGY, FAR = {"H", "O"}, {"kWh", "MJ"}, {"sea", "air"}
NotJudgedError = type("NotJudgedError", (Exception,), {})  # with a code, and its subject
NoValueError = type("NoValueError", (Exception,), {})  # of a row that the named sets do not value


class Row(ALONE.Document):  # type: ignore[misc, name-defined]
    """A JSON object: its members are attributes, numbers and constants decimals, an absent member None.

    Two equal rows are two rows.
    """

    __eq__, __hash__ = object.__eq__, object.__hash__

    def __getattr__(self, name: str) -> Json:
        value = self.get(name)
        if isinstance(value, dict) and "confidence" in value and "value" in value:
            return Decimal(value["value"])
        return Decimal(value) if name in NUMBERS and isinstance(value, str) else value


def read(data: bytes | str) -> Json:
    """Parse a document into rows."""
    return json.loads(data, object_hook=Row)


def days(s: Json) -> int:
    """Count the days of a statement's period."""
    return (date.fromisoformat(s.period.end) - date.fromisoformat(s.period.start)).days


class Bundle:
    """The statements of a bundle, the registry's changes, versions and countries."""

    def __init__(self, policy: Json, data: bytes, own: Iterable[bytes] = ()) -> None:
        """Read all files; `own` are factor sets of the reader."""
        self.policy = policy
        self._read_files(data, own)
        rows = [self.held[name] for name in sorted(self.held)]
        self.kinds = {kind: [s for s in rows if s.kind == kind] for kind in ALONE.ROLES}
        self.entries = self.kinds["entry"]
        self.older = {s.id: (s.supersedes or {}).get("id") for s in rows}
        self.later = {old: name for name, old in self.older.items() if old}
        for entry in self.entries:
            self._open(entry)
        newest = [s for s in rows if s.id not in self.later]
        self.declared = next((s for s in newest if s.kind == "declaration"), None)
        said = next((s for s in newest if s.kind == "calculation"), None)
        self.said = self.held.get(self.declared.calculation) if self.declared else said
        if not self.said or not self.said.composition:
            raise NotJudgedError("section.withheld" if self.said else "bundle.no_subject")
        self.changes: dict[str, str] = {}
        for leaf in self.leaves[: self.said.as_of.size]:
            if leaf.old:
                self.changes.setdefault(leaf.old, leaf.by if leaf.kind == "superseded" else "")

    def _read_files(self, data: bytes, own: Iterable[bytes]) -> None:  # bundle.md, statement.md
        files, folders, self.held = ALONE.unpack(data), defaultdict[str, Json](dict), {}
        if lacking := sorted(ALONE.FIXED - files.keys()):
            raise NotJudgedError("file.missing", lacking[0])
        for path, content in files.items():
            folder, name = path.split("/")[0], f"sha256:{path[-69:-5]}"
            shown = folder != "sections" or name[7:] == sha256(content).hexdigest()
            folders[folder] |= {name: content} if shown else {}
        self.blobs = {f"sha256:{sha256(it).hexdigest()}": it for it in own} | folders["blobs"]
        self.leaves = read(files["registry.json"])
        beside = read(files.get("closure.json", b'{"closure":{}}')).closure.beside
        self.left = beside and {row.delivery: row.amount for row in beside.left}
        log = re.findall(r'^(\d+) .*"id":"([^"]+)"', files["proofs/entries"].decode(), re.MULTILINE)
        places, sections = {name: int(at) for at, name in log}, folders["sections"]
        for name, envelope in folders["statements"].items():
            form, s = read(envelope), read(b64decode(read(envelope).payload))
            s.id, s.kind, self.held[name] = name, form.payloadType.split(".")[2], s
            s.place = places.get(name, -1)
            for part, digest in (s.sections or {}).items():
                setattr(s, part, read(sections[digest]).value if digest in sections else None)

    def _open(self, s: Json) -> None:  # outputs and rows by name; each row knows its list
        s.stage, s.lines = s.process.split(".")[0], {}
        s.lines |= {line.line: line for line in (s.product or Row(lines=[])).lines}
        lists = s.inventory or Row(outputs=[])
        s.outputs, s.output = lists.outputs, {row.line: row for row in lists.outputs}
        s.battery = (any(row.batteries for row in lists.outputs) and s.model) or None
        s.main, s.rows = next((row for row in lists.outputs if row.role == "main"), None), []
        for side in SIDES:
            for number, row in enumerate(lists.get(side) or ()):
                row.side, row.key = side, f"{side}/{number}"
                s.rows.append(row)
        s.inputs, s.avoided = ([r for r in s.rows if r.side == it] for it in ("inputs", "avoided"))

    def _last(self, name: str | None) -> str | None:  # the newest version, withdrawals left out
        while self.changes.get(name or ""):
            name = self.changes[name or ""]
        return name

    def _is_live(self, s: Json) -> bool:
        return s.id not in self.changes

    def _stands(self, s: Json) -> bool:
        return s.id in self.within or self._is_live(s)

    def _versions(self, entry: Json, links: Json) -> list[Json]:  # before (older) or after (later)
        found: list[Json] = []
        while (entry := self.held.get(links.get(entry.id))) and entry not in found:
            found.append(entry)
        return found

    def _countries(self, entry: Json) -> list[str]:  # stated, and confirmed if it differs
        profile, stated = self.held.get(entry.issuer, Row()).profile or Row(), entry.site.country
        places = {row.site: row.country for row in profile.sites or ()}
        return [*dict.fromkeys([stated, places.get(entry.site.code) or profile.country or stated])]


class Table:
    """The rows of factor sets by flow, unit and direction, and their mixes."""

    def __init__(self, sets: Iterable[bytes], *, drop_uptake: bool) -> None:
        """Index the rows; values of uptake are removed where they do not count."""
        self.rows, self.found = (
            [row for it in sets for row in read(it).rows or ()],
            defaultdict(list),
        )
        for row in self.rows:
            row.kg = [it for it in row["values"] if it.group != "uptake" or not drop_uptake]
            row.sum = exact(it.value for it in row.kg)
            self.found[row.flow, row.unit, row.direction].append(row)

    def one(self, flow: str | None, unit: str, direction: str = "product") -> Json:
        """Return the one factor of a flow, or None."""
        rows = self.found.get((flow, unit, direction), ())
        return rows[0] if len(rows) == 1 else None

    def mix(self, country: str, kind: str, year: int) -> Json:
        """Return the newest mix of a country and kind up to a year; None if two are as new."""
        rows = [it for it in self.rows if (it.grid, it.mix) == (country, kind) and it.year <= year]
        rows = [it for it in rows if it.boundary == "life_cycle"]
        rows = [it for it in rows if it.year == max(it.year for it in rows)]
        return self.one(rows[0].flow, "kWh") if len(rows) == 1 else None


def kahn(found: list[str], makers: dict[str, set[str]]) -> list[str]:
    """Order a graph, suppliers first; members of a loop, and what rests on one, are left out."""
    left, customers = {name: len(makers[name]) for name in found}, defaultdict[str, Json](list)
    for name in found:
        for maker in makers[name]:
            customers[maker].append(name)
    queue = [name for name in found if not left[name]]
    for name in queue:
        for user in customers[name]:
            left[user] -= 1
            queue += [] if left[user] else [user]
    return queue


def divided(cells: Json, divisor: Decimal) -> Json:
    """Divide each cell once, to the digits of a cell; a cell of zero is left out."""
    return {cell: CELL.divide(kg, divisor) for cell, kg in cells.items() if kg}


class Chain(Bundle):
    """The log's graph under a rulebook, with the declared figures of its lines."""

    def __init__(self, policy: Json, data: bytes, own: Iterable[bytes] = ()) -> None:
        """Resolve citations, order the entries, and compute the figure of each line."""
        super().__init__(policy, data, own)
        self._read_method()
        self.base: Json = None  # the figure, of entries beside it
        self.parts = self.said.composition.rows
        for row in self.parts + [r for s in self.entries for r in s.inputs + s.avoided]:
            self._resolve(row)
        if self.said.filling or not all(row.maker for row in self.parts):
            raise NotJudgedError("form.not_judged" if self.said.filling else "statement.missing")
        roots = [row.maker for part in ("entry", "delivery") for row in self.parts if part in row]
        found, makers = self._find(roots)
        graph, roots = kahn(found, makers), found + [self._last(s.id) for s in self.entries]
        roots += [s.id for s in self.entries if self.changes.get(s.id)]
        found, self.makers = self._find(roots)
        self.figures, self.price, self.nodes = {}, {}, []
        self.places = {*(order := kahn(found, self.makers))}
        for name in order:
            self._compute(self.held[name])
        self.graph = [it for it in map(self.held.get, graph) if it in self.nodes]
        if len(self.graph) < len(makers):
            raise NotJudgedError("figure.unknown", *(makers.keys() - {it.id for it in self.graph}))
        self.within = {it.id for it in self.graph}

    def _read_method(self) -> None:  # rulebook.md, policy.md
        said, blobs, self.listed = self.said, self.blobs, {*self.policy.factor_sets}
        lacking = [it for it in (said.rulebook, *said.factor_sets) if it not in blobs]
        if lacking:
            raise NotJudgedError("blob.missing", lacking[0])
        self.rules = read(blobs[said.rulebook])
        self.rule, self.circular = self.rules.conservative, self.rules.circular_footprint
        formula, self.power = self.circular or Row(), self.rules.electricity
        if not self.rule:
            raise NotJudgedError("conservative.absent", said.rulebook)
        if formula.ed or formula.collection_rate not in (None, ONE):
            raise NotJudgedError("rulebook.not_judged", said.rulebook)
        self.sentences = {row.rule for row in formula.rules or ()}
        self.materials = {row.material: row for row in formula.materials or ()}
        self.gases: Json = defaultdict(list)
        for row in self.rules.characterization.rows:
            self.gases[row.gas, row.origin].append(row)
        self.takes_up = any(row.value for row in self.gases["co2", "uptake"])
        also = [it for it in self.listed if it in blobs and it not in said.factor_sets]
        sets = [[blobs[it] for it in names] for names in (said.factor_sets, sorted(also))]
        drop = bool(self.circular) and not self.takes_up
        self.named, self.accepted = (Table(each, drop_uptake=drop) for each in sets)
        self.mixes = (self.power or Row()).mixes or ("average", "residual", "production")
        self.filed = {(r.process_stage, r.purpose): r.stage for r in self.rules.filing_rules or ()}
        self.alternatives = {row.choice for row in self.rule.alternatives}

    def _resolve(self, row: Json) -> None:  # the maker and line that a row cites, if they are shown
        maker, line, row.maker, row.sent = row.entry, row.line, None, None
        if row.delivery:
            row.sent = self.held.get(self._last(row.delivery))
            maker, line = (row.sent.entry, row.sent.line) if row.sent else (None, None)
        entry = self.held.get(self._last(maker))
        if entry and line in entry.output:
            row.maker, row.made = entry, (entry.id, line)

    def _find(self, roots: Json) -> tuple[list[str], dict[str, set[str]]]:  # in the order found
        found: Json = dict.fromkeys(it if isinstance(it, str) else it.id for it in roots)
        for name in (queue := [*found]):
            entry = self.held.get(name, Row())
            rows = [r for r in entry.inputs + entry.avoided if r.delivery] if entry.output else []
            cited = [row.maker.id if row.maker else "" for row in rows]
            new = [it for it in dict.fromkeys(cited) if it and it not in found]
            queue += new
            found |= dict.fromkeys(new) | {name: {*cited} if name in self.held else {""}}
        return queue, found

    def _compute(self, entry: Json) -> None:
        makers = [self.held[maker] in self.nodes for maker in self.makers[entry.id]]
        if not entry.output or not all(makers):
            return
        try:
            self._account(entry)
            cells = self._cells(entry, self.figures)
            lines = {(entry.id, it): self._figure(entry, cells, it) for it in entry.output}
        except (NoValueError, Overflow):
            return
        self.nodes.append(entry)
        self.figures |= lines
        self.price |= {line: exact(figure.values()) for line, figure in lines.items()}
        entry.kg = self._contributions(entry, self.price)

    # The declared engine
    def _account(
        self, entry: Json
    ) -> None:  # the terms and draws of an entry; credits are draws below zero
        entry.divisor, entry.usual, entry.weights, entry.lowest = ONE, (ONE, ""), {}, ONE
        entry.terms, entry.draws = [], []
        ends = self.circular and entry.stage == "end_of_life"
        if ends:
            self._weigh(entry)
        for row in entry.rows:
            weight, term = self._weight(entry, row)
            ruled = self.filed.get((entry.stage, row.purpose or "direct"), entry.stage)
            stage, sign = ruled if self.rules.filing == "rule" else row.stage, ""
            if row.side == "avoided":
                weight, sign, stage = weight.copy_negate(), "credit", row.stage
            amount, values = times(row.amount, weight), self._values(entry, row)
            if values is None:
                stage = stage if sign else "end_of_life" if ends else ""
                entry.draws.append((row.key, row.made, amount, (stage, sign, term)))
            for it in values or ():
                cell = stage, it.group, sign or "burden", term
                entry.terms.append((row.key, cell, times(it.value, amount)))

    def _weigh(self, entry: Json) -> None:  # W, and the weights by purpose or recovered line
        formula, sentences, rows = self.circular, self.sentences, []
        lines = [row for row in entry.avoided if not row.recovery]
        counts = "recyclability" not in sentences or entry.inventory.recyclability
        for row in lines if counts else ():
            it = self.materials.get(row.material, Row())
            other = it.qs_out is None or (row.other_product and "other_product" in sentences)
            basis = row.allocation_value if formula.joint_basis == "revenue" else row.amount
            left = ONE - (formula.default_a if it.a is None else it.a)
            rows.append((row.key, basis, left, ONE if other else it.qs_out))
        if rows:
            entry.divisor, entry.lowest = (
                exact(it[1] for it in rows),
                ONE - max(it[2] for it in rows),
            )
            entry.usual = exact(times(left, basis) for _, basis, left, _ in rows), "recycling"
        whole, entry.weights = entry.divisor, {row.key: (ZERO, "substitution") for row in lines}
        for key, _, left, quality in rows:
            entry.weights[key] = times(whole, left, quality), "substitution"
        burnt = times(whole, ONE - (formula.b or ZERO))
        entry.weights |= {
            "disposal": (whole, "disposal"),
            "energy_recovery": (burnt, "energy_recovery"),
        }
        entry.weights["transport"] = (
            entry.usual if "collection_shared" in sentences else (whole, "")
        )

    def _weight(self, entry: Json, row: Json) -> tuple[Decimal, str]:  # with the circular term
        name = row.key if row.side == "avoided" else row.purpose
        return entry.weights.get("energy_recovery" if row.recovery else name, entry.usual)

    def _counted(self, kg: Decimal, entry: Json, purpose: str | None) -> Decimal:
        return kg * entry.weights.get(purpose, entry.usual)[0] / entry.divisor

    def _values(
        self, entry: Json, row: Json
    ) -> Json:  # of a unit; None for goods, which have a figure
        if row.type == "external" or row.recycled:
            raise NotJudgedError("form.not_judged", entry.id)
        if row.side == "emissions":
            refused = {it.origin for it in self.rules.refused_origins or ()}
            values = () if row.origin in refused else self.gases.get((row.gas, row.origin))
        else:
            mixed = row.side == "avoided" or not self._is_as_stated(row)
            mixed = self.power and mixed and self._is_power(row)
            if row.delivery and not mixed:
                return None
            values = ((self._preferred(entry) if mixed else self._factor(row)) or Row()).kg
        if not values:
            raise NoValueError
        return values

    def _contributions(self, entry: Json, price: Json) -> dict[str, Decimal]:  # C of each row
        sums = {row.key: ZERO for row in entry.rows}
        for key, _, kg in entry.terms:
            sums[key] = EXACT.add(sums[key], kg)
        for key, line, amount, _ in entry.draws:
            sums[key] = EXACT.fma(amount, price[line], sums[key])
        return {key: kg / entry.divisor for key, kg in sums.items()}

    def _cells(
        self, entry: Json, figures: Json
    ) -> Json:  # the exact sum of terms and draws by cell
        cells: Json = defaultdict(lambda: ZERO)
        for _, cell, kg in entry.terms:
            cells[cell] = EXACT.add(cells[cell], kg)
        for _, line, amount, (stage, sign, term) in entry.draws:
            for (filed, group, of, old), kg in figures[line].items():
                cell = stage or filed, group, sign or of, term or old
                cells[cell] = EXACT.fma(amount, kg, cells[cell])
        return cells

    def _share(self, line: Line) -> tuple[Decimal, Decimal]:  # numerator and denominator
        entry, row = self.held[line[0]], self._output(line)
        if not entry.inventory.allocation or row.role not in BEARING:
            return (ONE if row.role in BEARING else ZERO), ONE
        return row.allocation_value, exact(it.allocation_value or ZERO for it in entry.outputs)

    def _figure(self, entry: Json, cells: Json, line: str, *, full: bool = False) -> Json:
        numerator, denominator = (ONE, ONE) if full else self._share((entry.id, line))
        divisor = times(denominator, entry.output[line].amount, entry.divisor)
        return divided({cell: times(kg, numerator) for cell, kg in cells.items()}, divisor)

    def _factor(self, row: Json) -> Json:  # the one factor of a flow in the named sets
        return self.named.one(row.flow, row.unit, SIDES[row.side]) if row.flow else None

    def _flow_price(self, flow: str | None, unit: str) -> Decimal | None:
        return (self.named.one(flow, unit) or Row(sum=None)).sum if flow else None

    # Common terms
    @cache  # noqa: B019 - one chain in a run
    def _behind(self, name: str) -> frozenset[str]:  # the entry, and all that it rests on
        return frozenset({name}).union(*(self._behind(maker) for maker in self.makers[name]))

    def _output(self, line: Line) -> Json:
        return self.held[line[0]].output[line[1]]

    def _about(self, line: Line) -> Json:  # the product line
        return self.held[line[0]].lines.get(line[1]) or Row()

    def _lines(self, entries: Iterable[Json]) -> list[Line]:
        return [(entry.id, line) for entry in entries for line in entry.output]

    def _mass(self, line: Line, amount: Decimal = ONE) -> Decimal | None:
        kg = ONE if self._output(line).unit == "kg" else self._about(line).kg_per_unit
        return None if kg is None else times(amount, kg)

    def _fractions(self, line: Line) -> dict[str, Decimal]:
        return {row.element: row.fraction for row in self._about(line).elements or ()}

    def _goods(self, line: Line) -> dict[str, Decimal]:  # goods elements
        return {x: part for x, part in self._fractions(line).items() if x not in WATER}

    def _identifying(self, line: Line) -> frozenset[str]:
        return frozenset(x for x, part in self._goods(line).items() if part >= HUNDREDTH)

    def _element(self, line: Line) -> str | None:  # the main element
        goods = self._goods(line)
        return max(goods, key=lambda x: (goods[x], x), default=None)

    def _table(self, name: str, key: str = "element", value: str = "kg") -> Json:  # of the rulebook
        return {row.get(key): getattr(row, value) for row in self.rule.get(name) or ()}

    def _goods_price(self, entry: Json) -> Decimal | None:
        line, rows = (entry.id, (entry.main or Row()).line), self._table("goods_prices")
        x, rest = self._element(line), ONE - sum(self._fractions(line).values(), ZERO)
        own = rows.get(x) if x else None
        richest = own is not None and self._goods(line)[x] > rest
        return (own if richest else most([own, rows.get(None)])) or None

    @cache  # noqa: B019 - as above
    def _content(self, line: Line) -> dict[str, Decimal]:  # kg of each element per unit of a line
        entry, used = self.held[line[0]], defaultdict[str, Decimal](lambda: ZERO)
        alone = [it.line for it in entry.outputs if it.role in BEARING] == [line[1]]
        for row in [it for it in entry.inputs if it.purpose in GOODS and alone]:
            kg = {row.material: ONE} if row.unit == "kg" and row.material else {}
            for x, each in (self._content(row.made) if row.delivery else kg).items():
                used[x] += row.amount * each
        found = {x: kg * (ONE / self._output(line).amount) for x, kg in used.items()}
        each = self._about(line).kg_per_unit
        return found | (
            {x: part * each for x, part in self._fractions(line).items()} if each else {}
        )

    def _in_place(self, line: Line, other: Line) -> Decimal:  # units for one unit of a line
        one, two = self._output(line), self._output(other)
        if one.batteries and two.batteries:
            return (two.amount / two.batteries) / (one.amount / one.batteries)
        mine, others = self._mass(line), self._mass(other)
        by_mass = mine / others if mine and others else two.amount / one.amount
        return ONE if one.unit == two.unit else by_mass

    def _falls(self, entry: Json, lines: Iterable[Line]) -> list["Change"]:
        found = []
        for line in lines:
            row = self._output(line)
            others = [
                (entry.id, it.line)
                for it in entry.outputs
                if it.line == row.line
                or look_alike(it["product"], row["product"])
                or self._likeness(line, (entry.id, it.line))
            ] or [(entry.id, it.line) for it in entry.outputs if it.role == "main"]
            found += [Change("line", *line, (), it, self._in_place(line, it)) for it in others]
        return found


MASSES = """H 1.008 Li 6.94 B 10.81 C 12.011 N 14.007 O 15.999 F 18.998 Na 22.98976928 Mg 24.305 Al 26.982 Si 28.085
P 30.974 S 32.06 Cl 35.45 K 39.098 Ca 40.078 Ti 47.867 V 50.942 Cr 51.996 Mn 54.938 Fe 55.845 Co 58.933 Ni 58.693
Cu 63.546 Zn 65.38 Br 79.904 Sr 87.62 Y 88.906 Zr 91.224 Nb 92.906 Mo 95.95 Ag 107.87 Cd 112.41 In 114.82 Sn 118.71
Sb 121.76 Ba 137.33 La 138.91 Ce 140.12 Pr 140.91 Nd 144.24 W 183.84 Pb 207.2"""
ATOMIC = {name: Decimal(kg) for name, kg in zip(*[iter(MASSES.split())] * 2, strict=True)}
COUNT = r"(\d+(?:\.\d+)?)?"
TOKEN = re.compile(rf"([A-Z][a-z]?){COUNT}|(\()|\){COUNT}|\.(?=[A-Z(])", re.ASCII)
EUROPE = """AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK CH IS LI NO GB RER"""
EUROPE, REGIONS = {*EUROPE.split()}, {"GLO", "RoW", "RER", "RAF", "RAS", "RLA", "RNA", "RME"}


def atoms_of(formula: str) -> dict[str, Decimal]:
    """Count the atoms of a formula; none if it is unreadable."""
    water = re.search(rf"\.{COUNT}H2O\Z", formula, re.ASCII)
    text, stack = (
        formula[: water.start()] if water else formula,
        [defaultdict[str, Decimal](Decimal)],
    )
    while text:
        token = TOKEN.match(text)
        if not token or (token[0][0] == ")" and len(stack) == 1):
            return {}
        text = text[token.end() :]
        if token[3]:
            stack.append(defaultdict(Decimal))
        group = {token[1]: ONE} if token[1] else stack.pop() if token[0][0] == ")" else {}
        for name, count in group.items():
            stack[-1][name] += count * Decimal(token[2] or token[4] or 1)
    for name, count in (("H", 2), ("O", 1)) if water else ():
        stack[0][name] += count * Decimal(water[1] or 1)
    return stack[0] if len(stack) == 1 and stack[0].keys() <= ATOMIC.keys() else {}


CONFUSED = """0410 A 0412 B 0415 E 0405 S 0406 I 0408 J 041A K 041C M 041D H 041E O 0420 P 0421 C 0422 T 0423 Y
0425 X 0430 a 0435 e 0441 c 0456 i 0458 j 043A k 043C m 043D h 043E o 0440 p 0455 s 0442 t 0443 y 0445 x 04BB h 04CF l
0501 d 0391 A 0392 B 0395 E 0396 Z 0397 H 0399 I 039A K 039C M 039D N 039F O 03A1 P 03A4 T 03A5 Y 03A7 X 03B1 a 03B9 i
03BA K 03BD V 03BF o 03C1 p 03C4 T 03C5 U 03C7 X"""
LETTERS = {
    int(code, 16): letter for code, letter in zip(*[iter(CONFUSED.split())] * 2, strict=True)
}


@cache
def skeleton(name: str) -> str:
    """Return what two ids that look alike have in common."""
    text = unicodedata.normalize("NFKC", name)
    text = "".join(it for it in text if unicodedata.category(it) not in {"Cc", "Cf", "Mn"})
    text = text.translate(LETTERS).casefold().translate(str.maketrans("01i|", "olll"))
    return re.sub(r"[\s._-]+", "-", text.replace("rn", "m")).strip("-")


def look_alike(one: str | None, other: str | None) -> bool:
    """Return whether two ids are stated, and look alike."""
    return bool(one and other and skeleton(one) == skeleton(other))


# ---- Coordinates and choices
class Option(NamedTuple):
    """An amount over the whole period: kg, shares of other rows, and draws on lines."""

    kg: Decimal = ZERO
    shares: tuple[tuple[Decimal, str], ...] = ()
    draws: tuple[tuple[Decimal, Line], ...] = ()


class Change(NamedTuple):
    """A change of one coordinate: a row, loop, share, line or energy; or of no known worth."""

    sort: str
    entry: str = ""
    key: str = ""  # of the row, the line, or the bound of the energy
    options: tuple[Option, ...] = ()
    other: Line = ("", "")
    factor: Decimal = ONE


class Choice(NamedTuple):
    """A choice at a place of a statement: its changes, the rows that it cites, the mass it lacks, and its effect."""

    kind: str
    subject: str
    changes: tuple[Change, ...] = ()
    cites: tuple[Json, ...] = ()
    at: str = ""
    kg: Decimal = ZERO
    state: str = ""
    effect: Decimal | None = None


class Supply(NamedTuple):
    """A supply of a material, or a credit as one: kg CO2e per kg of it, and the dry parts of its formula."""

    price: Decimal
    rich: Decimal
    kg: Decimal
    maker: str | None
    parts: Json

    def like(self, own: "Supply") -> bool:
        """True for a supply of one substance with a credit, or of what may be it."""
        if self.parts and own.parts:
            pairs = [(part, own.parts.get(x, ZERO)) for x, part in self.parts.items()]
            near = all(abs(a - b) <= Decimal("0.05") * max(a, b) for a, b in pairs)
            return self.parts.keys() == own.parts.keys() and near
        return self.rich >= HALF * own.rich


def mean(supplies: list[Supply]) -> Decimal | None:
    """Return the price of supplies by their masses."""
    whole = sum((it.kg for it in supplies), ZERO)
    return sum((it.kg * it.price for it in supplies), ZERO) / whole if whole else None


Found = Iterator[Choice]


class Choices(Chain):
    """The choices of a demand on the chain: its lines drawn, entries needed, and parts."""

    def demand(self, graph: list[Json], lines: dict[Line, Decimal], products: list[Line]) -> None:
        """Follow a demand from the last entry of a graph to the first."""
        self.seen, self.asked, self.products, self.part = graph, lines, products, {}
        self.wanted, self.drawn = defaultdict(lambda: ZERO, lines), {*lines}
        self.whole, all_of = {}, defaultdict(lambda: ZERO, lines)  # parts with every share as 1
        for entry in reversed(graph):
            own, part = self._lines([entry]), ZERO
            whole = [all_of[line] / self._output(line).amount for line in own]
            self.whole[entry.id] = sum(whole, ZERO)
            for _, line, amount, (_, sign, _) in entry.draws:
                if sign != "credit":
                    all_of[line] += amount / entry.divisor * self.whole[entry.id]
            for line in own:
                numerator, denominator = self._share(line)
                part += self.wanted[line] * numerator / (denominator * self._output(line).amount)
            self.part[entry.id] = part
            for _, line, amount, (_, sign, _) in entry.draws if self.drawn & {*own} else ():
                if sign != "credit":
                    self.wanted[line] += amount / entry.divisor * part
                    self.drawn.add(line)
        self.needed = [it for it in graph if self.drawn & {*self._lines([it])}]
        self.needs = {it.id for it in self.needed}
        self.rested = frozenset[str]().union(*(self._behind(line[0]) for line in products))

    def _makes_goods(self, entry: Json) -> bool:
        return entry.id in self.rested or entry.stage != "end_of_life"

    def _drawn_of(self, entry: Json) -> list[Line]:
        return [line for line in self._lines([entry]) if line in self.drawn]

    def _choice(
        self,
        kind: str,
        of: Json,
        changes: Json = (),
        cites: Json = (),
        at: str = "",
        kg: Json = ZERO,
    ) -> Choice:
        changes = (*changes,) if kind in self.alternatives else ()
        return Choice(kind, of.id, changes, (*cites,), at, kg)

    def _keyed(self, entry: Json, key: str, options: Json, sort: str = "row") -> list[Change]:
        return [Change(sort, entry.id, key, (*options,))] if options else []

    def _row(self, kind: str, entry: Json, row: Json, *options: Option) -> Choice:
        return self._choice(kind, entry, self._keyed(entry, row.key, options), [row], row.key)

    def _at(self, kg: Decimal, entry: Json, row: Json) -> Option:  # what counts of an amount
        return Option(self._counted(kg, entry, row.purpose))

    # Allocation
    def _allocation(self) -> Found:
        for entry in self.needed:
            for line in self._drawn_of(entry):
                free = self._output(line).role not in BEARING
                if free or entry.inventory.allocation:
                    kind = "allocation.burden_free" if free else "allocation.co_product"
                    yield self._choice(kind, entry, [Change("share", *line)], at=line[1])

    # Credits and recycling
    def _kg_recovered(self, row: Json) -> Decimal:
        part = self._fractions(row.made).get(row.material) if row.delivery else None
        return row.amount if part is None else row.amount * part

    def _allowed(self, material: str, entry: Json) -> Decimal:
        rate = self._table("recovery_rates", "material", "rate").get(material)
        base = self.base or self
        parts = {it.id: base.whole[it.id] for it in base.seen}
        if self.base:  # it treats all that its firm does
            own = [it for it in base.seen if (it.issuer, it.stage) == (entry.issuer, "end_of_life")]
            treated = sum((parts.pop(it.id) * it.main.amount for it in own), ZERO)
            parts[entry.id] = treated / entry.main.amount
        rows = [(part, row) for name, part in parts.items() for row in self.held[name].avoided]
        rows = [(part, row) for part, row in rows if row.material == material]
        recovered = sum((part * self._kg_recovered(row) for part, row in rows), ZERO)
        contents = [(it, self._content(it).get(material, ZERO)) for it in base.products]
        contained = exact(times(base.asked[it], kg) for it, kg in contents)
        return min(ONE, rate * contained / recovered) if rate and recovered else ZERO

    def _richness(self, row: Json) -> Decimal:
        each = self._about(row.made).kg_per_unit if row.delivery else None
        part = self._fractions(row.made).get(row.material) if row.delivery else None
        return ONE if each is None or part is None else each * part

    def _stated(self, row: Json) -> Decimal | None:  # the credited figure per kg of the material
        if row.delivery:
            return self.price[row.made] / self._richness(row)
        return self._flow_price(row.flow or self._virgin(row.material), row.unit)

    def _virgin(self, material: str) -> str | None:
        return self.materials.get(material, Row()).virgin

    def _supply(self, part: Decimal, row: Json, price: Decimal, rich: Decimal) -> Json:
        line, maker = (row.made, row.maker.id) if row.delivery else (None, None)
        kg = part * (self._kg_recovered(row) if row.side == "avoided" else row.amount * rich)
        return Supply(price, rich, kg, maker, self._dry(line) if line else None)

    def _dry(self, line: Line) -> Json:  # the parts of its formula without water's
        dry = {x: part for x, part in self._formula(line).items() if x not in WATER}
        return {x: part / sum(dry.values(), ZERO) for x, part in dry.items()} or None

    @cache  # noqa: B019 - as above
    def _credited(self) -> Json:  # what all recyclers credit, by material
        found = defaultdict[str, Json](list)
        for entry in self.needed:
            for row in [it for it in entry.avoided if not it.recovery and self._stated(it)]:
                named = row, self._stated(row), self._richness(row)
                found[row.material] += [self._supply(self.part[entry.id], *named)]
        return found

    @cache  # noqa: B019 - as above
    def _supplies(self) -> Json:  # what the chain uses, by material
        waiting, found = [line[0] for line in self.products], defaultdict[str, Json](list)
        made_of = {}
        for material, rows in self._credited().items():
            makers = {it.maker for it in rows if it.maker}
            made_of[material] = {x for it in makers for x in self._behind(it)} - makers
        for name in waiting:
            for row in self.held[name].inputs:
                elements, price = {row.material: ONE}, self._flow_price(row.flow, row.unit)
                if row.delivery:
                    waiting += [] if row.maker.id in waiting else [row.maker.id]
                    each, price = self._about(row.made).kg_per_unit or ZERO, self.price[row.made]
                    elements = {x: each * part for x, part in self._fractions(row.made).items()}
                for x, rich in elements.items() if price else ():
                    if rich and not (row.delivery and row.maker.id in made_of.get(x, ())):
                        part = self.part.get(name, ZERO)
                        found[x] += [self._supply(part, row, price / rich, rich)]
        return found

    def _value(
        self, row: Json
    ) -> Decimal:  # the value of the material that counts over the stated one
        stated, virgin = self._stated(row), self._flow_price(self._virgin(row.material), "kg")
        if not stated:
            return ZERO
        own = self._supply(ZERO, row, stated, self._richness(row))
        credited = self._credited()[row.material] or [own]
        used = [it for it in self._supplies()[row.material] if it.like(own)]
        alike = [it for it in credited if it.like(own)]
        mix = mean([it for it in used if it.price <= max(other.price for other in alike)])
        least, over = min(it.price for it in used + credited), stated
        if not self.base and mix is not None and mean(alike) is not None:
            least, over = mix, mean(alike)
        return min(ONE, min(it for it in (least, virgin) if it is not None) / over)

    def _credits(self) -> Found:
        for entry in self.needed:
            for row in entry.avoided:
                terms = [kg for key, _, kg in entry.terms if key == row.key]
                drawn = [it for it in entry.draws if it[0] == row.key]
                terms += [times(kg, it[2]) for it in drawn for kg in self.figures[it[1]].values()]
                credit = sum((kg / entry.divisor for kg in terms), ZERO)
                if row.recovery and credit:
                    yield self._row("recovery.energy", entry, row, Option())
                if not row.recovery and credit < 0:
                    kg = credit * self._allowed(row.material, entry) * self._value(row)
                    yield self._row("recovery.credit", entry, row, Option(kg))

    def _recycles(self, entry: Json) -> bool:  # a recycler, or at end of life a customer of one
        words = [(sign, term) for _, (_, _, sign, term), kg in entry.terms if kg]
        words += [it[3][1:] for it in entry.draws if it[2]]
        counts = any(sign == "credit" or term == "recycling" for sign, term in words)
        behind = (self._recycles(self.held[it[1][0]]) for it in entry.draws if it[3][1] != "credit")
        return entry.stage == "end_of_life" and (counts or any(behind))

    def _joint_process(self) -> Found:
        for entry in [it for it in self.needed if it.usual[1] and it.usual[0] > 0]:
            counted, share, changes = entry.usual[0] / entry.divisor, ONE - entry.lowest, []
            rows = [row for row in entry.avoided if row.material]
            allowed = [self._allowed(row.material, entry) for row in rows]
            pairs = zip(rows, allowed, strict=True)
            kg = sum((self._kg_recovered(row) * part for row, part in pairs), ZERO)
            if entry.main.unit == "kg" and kg / entry.main.amount < HALF:
                share = ONE
            for row in entry.rows:
                whole = row.side == "wastes" or (row.delivery and self._recycles(row.maker))
                shared = "collection_shared" in self.sentences
                whole = whole or (row.unit == "tkm" and not shared)
                growth = (ONE if whole else share) / counted
                terms = exact(kg / entry.divisor for key, _, kg in entry.terms if key == row.key)
                draws = [it[1:3] for it in entry.draws if it[0] == row.key]
                draws = [(amount / entry.divisor * growth, line) for line, amount in draws]
                if row.side != "avoided" and self._weight(entry, row)[1] == "recycling":
                    changes += self._keyed(entry, row.key, [Option(terms * growth, (), (*draws,))])
            yield self._choice("recovery.joint_process", entry, changes)

    # Electricity
    def _is_power(self, row: Json) -> bool:  # method.md
        carrier = (self._factor(row) or Row()).carrier
        known = row.unit == "kWh" or (row.unit == "MJ" and (carrier or row.electricity))
        return bool(known) and carrier in {None, "electricity"}

    def _is_as_stated(self, row: Json) -> bool:
        supply = "direct_line" if row.delivery else (row.electricity or Row()).supply or "grid"
        return not self.power or supply in self.power.allowed

    def _mixes(self, tables: Json, places: Json, entry: Json) -> list[Json]:
        year = int(entry.period.end[:4]) - entry.period.end.endswith("-01-01")
        pairs = [(table, place) for table in tables for place in places]
        rows = [table.mix(place, kind, year) for table, place in pairs for kind in self.mixes]
        return [row for row in rows if row]

    def _preferred(self, entry: Json) -> Json:
        return next(iter(self._mixes([self.named], [entry.site.country], entry)), None)

    def _dearest(self, entry: Json, known: str = "") -> Decimal | None:
        """The dearest electricity of its countries; of `known` only if a set has a mix of it."""
        tables, prices = (self.named, self.accepted), []
        every = {it.grid for table in tables for it in table.rows if it.grid and it.mix}
        for country in self._countries(entry):
            own = [row.sum for row in self._mixes(tables, [country], entry)]
            if not own and country != known:
                own = [row.sum for row in self._mixes(tables, sorted(every), entry)]
                own.append(self.rule.unknown_grid)
            prices += own
        return most(prices)

    def _kwh(self, row: Json) -> Decimal:
        return row.amount if row.unit == "kWh" else row.amount / MJ_PER_KWH

    def _per_kwh(self, row: Json, price: Decimal) -> Decimal:
        return price * MJ_PER_KWH if row.unit == "MJ" else price

    def _electricity(self) -> Found:
        for entry in self.needed:
            dearest, preferred = self._dearest(entry), self._preferred(entry)
            rows = [r for r in entry.rows if r.side in {"inputs", "wastes"} and r.unit in ENERGY]
            others = self._carriers(entry, [row for row in rows if not self._is_power(row)])
            for row in rows:
                kind, price = "electricity.carrier" if row in others else "", dearest
                if self._is_power(row) and self._is_as_stated(row):
                    known = self._names_own_mix(entry, row)
                    price = self._dearest(entry, entry.site.country if known else "")
                    is_below = not known if price is None else self._is_below(row, price)
                    kind = "electricity.below_mix" if is_below else ""
                elif self._is_power(row) and preferred and len(self._countries(entry)) > 1:
                    kind = "site.country" if dearest and dearest > preferred.sum else ""
                elif dearest is not None and self._burnt(row)[0] >= dearest:
                    kind = ""
                kwh = self._kwh(row)
                options = [] if price is None else [self._at(kwh * price, entry, row)]
                yield from [self._row(kind, entry, row, *options)] if kind else ()

    def _is_below(self, row: Json, dearest: Decimal) -> bool:
        price = self.price[row.made] if row.delivery else self._flow_price(row.flow, row.unit)
        return self._per_kwh(row, price or ZERO) < dearest

    def _names_own_mix(self, entry: Json, row: Json) -> bool:
        country, zone = entry.site.country, entry.site.zone or ""
        grids = {country} | ({zone} if zone.startswith(country) else set())
        return any(it.flow == row.flow and it.grid in grids for it in self.named.rows)

    def _burnt(
        self, row: Json
    ) -> tuple[Decimal, Decimal]:  # kg per kWh: all, and what may be burnt
        cells = [(it.group, it.value) for it in (self._factor(row) or Row(kg=())).kg or ()]
        if row.delivery:
            cells = [(cell[1], kg) for cell, kg in self.figures[row.made].items()]
        stated = exact(kg for _, kg in cells)
        burnt = exact(kg for group, kg in cells if group in {"fossil", "unspecified"})
        return self._per_kwh(row, stated), self._per_kwh(row, min(stated, burnt))

    def _carriers(self, entry: Json, rows: list[Json]) -> list[Json]:  # maybe electricity
        if self.rule.fossil_heat is None:
            return rows
        least, emitted = self.rule.fossil_heat * MJ_PER_KWH, ZERO
        rows = [row for row in rows if self._burnt(row)[1] < least]
        fuels = [row for row in rows if (self._factor(row) or Row()).carrier == "fuel"]
        lacking = exact(self._kwh(row) * (least - self._burnt(row)[1]) for row in fuels)
        for row in entry.rows:
            emitted += row.amount if (row.gas, row.origin) == ("co2", "fossil") else ZERO
        return [row for row in rows if row not in fuels] if emitted >= lacking else rows

    # Datasets
    def _worth(self, values: Json) -> Decimal:  # what is above zero, and uptake where it counts
        up = "uptake" if self.takes_up else ""
        return exact(it.value for it in values if it.value > 0 or it.group == up)

    def _fit(self, factor: Json, entry: Json) -> int:  # of a geography to the site's country
        place = re.fullmatch(
            r"([A-Z]{2})(-\w+)?", (factor.geography or "").strip().upper(), re.ASCII
        )
        code = place[1] if place else "EU"
        return 2 if place and code == entry.site.country else int(code == "EU")

    def _is_old(self, factor: Json, entry: Json) -> bool:
        years, oldest = (
            re.findall(r"(?:19|20)\d\d", factor.get("years") or "", re.ASCII),
            self.rule.oldest_data,
        )
        last = int(entry.period.end[:4]) - entry.period.end.endswith("-01-01")
        return bool(years) and oldest is not None and last - max(map(int, years)) > oldest

    def _best(self, entry: Json, row: Json, used: Json) -> Json:  # the highest like dataset
        def names(it: Json) -> set[Json]:
            words = " ".join((it.name or "").casefold().split())
            return {
                ("flow", it.flow),
                words and ("name", words),
                it.stands_for and ("for", it.stands_for),
            }

        rows, of = self.named.rows + self.accepted.rows, (used.unit, used.direction)
        rows = [
            it
            for it in rows
            if (it.unit, it.direction) == of and names(it) & names(used) - {None, ""}
        ]
        rows = [it for it in rows if not self._is_old(it, entry)] or rows
        if row.side == "wastes" or row.purpose not in GOODS:
            fit = max(self._fit(it, entry) for it in rows)
            rows = [it for it in rows if self._fit(it, entry) == fit]
        return max(rows, key=lambda it: (self._worth(it.kg), it.flow))

    def _datasets(self) -> Found:
        for entry, row in [(it, row) for it in self.needed for row in it.rows]:
            used = self._factor(row) if row.side in {"inputs", "wastes"} else None
            if not used or self._is_power(row):
                continue
            best = self._best(entry, row, used)
            high, low, kind = self._worth(best.kg), self._worth(used.kg), "factor.lower"
            if not {*(used.supplied_by or ())} <= self.listed:
                goods = (
                    self._goods_price(entry) if (row.side, row.unit) == ("inputs", "kg") else None
                )
                price = max(high, goods or ZERO)
                yield self._row(
                    "factor.supplied", entry, row, self._at(row.amount * price, entry, row)
                )
            if self._is_old(used, entry) and not self._is_old(best, entry):
                kind = "factor.old"
            elif self._fit(used, entry) < self._fit(best, entry) == 2:
                kind = "factor.geography"
            if high > low:
                yield self._row(kind, entry, row, self._at(row.amount * high, entry, row))
            elif used.incomplete:
                yield self._row("factor.cut_off", entry, row)

    def _uptake(self) -> Found:
        for entry, row in [(it, row) for it in self.needed for row in it.rows]:
            kind = "factor.below_zero"
            values = self._values(entry, row) if row.flow or row.gas else ()
            worth = self._worth(values)
            if row.side == "emissions":
                kind, values = "gas.origin", self.gases.get((row.gas, row.origin), ())
                worth = exact(it.value for it in self.gases.get((row.gas, "fossil"), ()))
            counts = row.side != "avoided" and (row.flow or row.gas)
            if counts and exact(it.value for it in values) < worth:
                kg = self._counted(row.amount * worth, entry, row.purpose or "direct")
                yield self._row(kind, entry, row, Option(kg))

    def _suppliers(self) -> Found:
        kinds = dict.fromkeys(GOODS, "supplier.dataset") | {"processing": "supplier.processing"}
        for entry, row in [(it, row) for it in self.needed for row in it.inputs]:
            of = (self._factor(row) or Row()).stands_for, row.unit
            lines = [
                it
                for it in self._lines(self.seen)
                if of == (self._output(it)["product"], self._output(it).unit)
            ]
            lines = sorted(lines, key=lambda it: -self.price[it])[:64]
            lines = [it for it in lines if entry.id not in self._behind(it[0])][:16]
            if row.purpose in kinds and lines:
                kg = self._at(row.amount, entry, row).kg
                options = [Option(draws=((kg, it),)) for it in lines]
                yield self._row(kinds[row.purpose], entry, row, *options)

    # Mass and elements
    def _formula(self, line: Line) -> dict[str, Decimal]:  # its parts, if the elements bear it out
        goods, atoms = self._goods(line), atoms_of(self._about(line).formula or "")
        whole = sum((ATOMIC[x] * count for x, count in atoms.items()), ZERO)
        parts = {x: ATOMIC[x] * count / whole for x, count in atoms.items()}
        common, margin = goods.keys() & parts.keys(), self.rule.margin or ZERO
        if not common or any(abs(goods[x] - parts[x]) > margin * parts[x] for x in common):
            return {}
        return parts

    def _solid(self, line: Line) -> Decimal | None:  # by the formula, if that counts
        parts = self._formula(line)
        if not parts:
            return None
        others = sum((part / ATOMIC[x] for x, part in parts.items() if x not in WATER), ZERO)
        water = min(parts.get("H", ZERO) / ATOMIC["H"] / 2, 4 * others)
        oxygen = min(FIFTY.fma(3, others, water), parts.get("O", ZERO) / ATOMIC["O"])
        return ONE - (oxygen * ATOMIC["O"] + min(parts.get("H", ZERO), oxygen * 2 * ATOMIC["H"]))

    def _balances(self) -> dict[str, Json]:  # suppliers first
        found: dict[str, Json] = {}
        for entry in self.needed:
            if self._makes_goods(entry):
                found[entry.id] = self._balance(entry, found)
        return found

    def _balance(self, entry: Json, known: dict[str, Json]) -> Json:
        it, lines = Row(entry=entry), self._lines([entry])
        kg = {line: self._mass(line, self._output(line).amount) for line in lines}
        masses = {line: each for line, each in kg.items() if each is not None}
        solids, batteries = {line: self._solid(line) for line in lines}, {*()}
        batteries = {line for line in lines if self._output(line).batteries}
        it.dry = not batteries and None not in solids.values()
        solids = {x: (None if x in batteries else solid) or ONE for x, solid in solids.items()}
        it.made = sum((kg * solids[line] for line, kg in masses.items()), ZERO)
        it.out, whole = defaultdict[str, Decimal](lambda: ZERO), sum(masses.values(), ZERO)
        for line, each in masses.items():
            for x, part in self._goods(line).items():
                it.out[x] += each * part
        poor, assayed = not batteries and self._is_poor(lines), any(map(self._goods, lines))
        ore = poor and assayed
        it.goods = [self._good(r, known, ore) for r in entry.inputs if r.purpose == "material"]
        others = [self._good(r, known, ore) for r in entry.inputs if r.purpose != "material"]
        it.others = [row for row in others if row.stated]
        it.worked = [g for g in it.others if g.row.purpose == "processing" and g.row.delivery]
        it.all = it.goods + it.others
        it.total = sum((good.mass for good in it.all), ZERO)
        own = frozenset().union(*map(self._identifying, lines))
        bought = any(own & self._identifying(line) for _, line in self._received(entry.issuer))
        bought = bought or any(good.row.delivery and good.stated for good in it.all)
        it.natural = entry.process.split(".")[1] in FROM_NATURE and poor
        it.natural = it.natural and not bought and (assayed or not self.rule.ore_limits)
        it.ore = it.natural or (ore and any(good.ore for good in it.goods))
        explained, it.carried = sum((good.explains for good in it.goods), ZERO), {}
        gap = whole - explained if explained < whole else ZERO
        share = min(ONE, gap / (whole - it.made)) if it.made != whole else ZERO
        for line in lines:
            rest = max(ZERO, ONE - sum(self._fractions(line).values(), ZERO))
            it.carried[line] = (
                rest if it.ore else share * (ONE - solids[line]) if line in masses else ZERO
            )
        return it

    def _is_poor(self, lines: list[Line]) -> bool:  # no richer than ore
        limits = self._table("ore_limits", value="fraction")
        for line in lines if limits else ():
            parts, goods = self._fractions(line), self._goods(line)
            free = parts.get("H", ZERO) - parts.get("O", ZERO) * (2 * ATOMIC["H"]) / ATOMIC["O"]
            if max(ZERO, free) > limits.get("H", ONE) or any(
                p > limits.get(x, -ONE) for x, p in goods.items()
            ):
                return False
        return True

    def _good(self, row: Json, known: Json, may_be_ore: Json) -> Json:
        good = Row(row=row)
        good.stated, good.mass, good.ore, good.solid, good.elements = False, ZERO, False, ONE, {}
        good.explains = ZERO
        if row.delivery:
            kg, maker = self._mass(row.made, row.amount), known.get(row.maker.id) or Row(carried={})
            good.stated, good.mass, good.ore = kg is not None, kg or ZERO, maker.ore
            carried = (maker.carried or {}).get(row.made, ZERO)
            good.explains = good.mass * (ONE if maker.ore and may_be_ore else ONE - carried)
            solid = self._solid(row.made)
            good.solid = ONE if solid is None else solid
            good.elements = {x: row.amount * kg for x, kg in self._content(row.made).items()}
            good.elements |= {x: good.mass * part for x, part in self._fractions(row.made).items()}
        elif row.unit == "kg":
            factor, ballast = self._factor(row), self.rule.ballast or ZERO
            idle = factor and (factor.carrier or factor.sum < ballast)
            good.stated, good.mass, good.explains = True, row.amount, ZERO if idle else row.amount
            good.elements = self._elements(row)
        return good

    def _elements(self, row: Json) -> dict[str, Decimal]:  # of an activity in kg
        rows = (self._factor(row) or Row()).elements
        material = {row.material: row.amount} if row.material else {}
        return {it.element: row.amount * it.fraction for it in rows} if rows else material

    def _gaps(self, it: Json) -> dict[str, Decimal]:
        taken = {
            x: [good.elements.get(x, ZERO) for good in it.goods if good.explains > 0]
            for x in it.out
        }
        gaps = {x: it.out[x] - sum(taken[x], ZERO) for x in sorted(it.out)}
        return {x: kg for x, kg in gaps.items() if kg > (self.rule.least_gap or ZERO) * it.out[x]}

    def _missing(self, it: Json, rows: list[Json]) -> Decimal:
        known = ZERO
        for good in it.goods + rows:
            kg = good.explains * good.solid if it.dry else good.explains
            known += max(ZERO, kg - sum((good.elements.get(x, ZERO) for x in it.out), ZERO))
        missing = it.made - min(it.made, sum(it.out.values(), ZERO)) - known
        return missing if missing > (self.rule.least_gap or ZERO) * it.made else ZERO

    def _highest(self, element: str) -> Decimal | None:  # price of the material that states it
        rows = [row for entry in self.seen for row in entry.inputs if row.flow and row.unit == "kg"]
        rows = [row for row in rows if row.material == element]
        return most(self._flow_price(row.flow, "kg") or ZERO for row in rows)

    def _of_element(self, it: Json, element: str, kg: Decimal) -> list[Option]:
        entry, sources = it.entry, []
        for line in self._lines(self.nodes):
            each, part = self._mass(line), self._goods(line).get(element, ZERO)
            if each and part >= HUNDREDTH and self._element(line) == element:
                units = ONE / (each * part)
                sources.append((self.price[line] * units, line, units))
        main = self._element((entry.id, entry.main.line)) == element
        prices = [self._table("element_prices").get(element), self._highest(element)]
        prices += [self._table("goods_prices").get(element)] if main else []
        options = [Option(kg * price) for price in prices if price is not None]
        top = sorted(sources, reverse=True)[:64]
        for price, line, units in [it for it in top if entry.id not in self._behind(it[1][0])][:4]:
            options += [Option(kg * price), Option(draws=((kg * units, line),))]
        return [self._with_way(it, option, kg) for option in options]

    def _of_other(self, it: Json, kg: Decimal) -> list[Option]:
        least = (self.rule.least_row or ZERO) * it.total
        rows = [good for good in it.all if good.mass and good.mass >= least]
        options = [Option(shares=((kg / good.mass, good.row.key),)) for good in rows]
        main = self._element((it.entry.id, it.entry.main.line))
        prices = [self._peers(main) if main else None, self._goods_price(it.entry)]
        options += [Option(kg * price) for price in prices if price is not None]
        return [self._with_way(it, option, kg) for option in options]

    @cache  # noqa: B019 - as above
    def _peers(self, element: str) -> Decimal | None:  # the highest price of a kg that peers use
        found: list[Decimal] = []
        for entry in self.nodes:
            rows = entry.inputs if self._element((entry.id, entry.main.line)) == element else []
            goods = [(r, self._mass(r.made, r.amount)) for r in rows if r.delivery]
            goods += [(r, r.amount) for r in rows if r.flow and r.unit == "kg"]
            least = (self.rule.least_row or ZERO) * sum((kg or ZERO for _, kg in goods), ZERO)
            for row, kg in [pair for pair in goods if pair[1] and pair[1] >= least]:
                flow = self._flow_price(row.flow, "kg") or ZERO
                found.append(self.price[row.made] * row.amount / kg if row.delivery else flow)
        return most(found)

    def _with_way(self, it: Json, option: Option, kg: Decimal) -> Option:  # carried as other goods
        if it.total:
            share, lacking = kg / it.total, [short for _, short in self._short(it.entry) if short]
            ways = [(share, row.key) for row in it.entry.inputs if row.purpose == "transport"]
            more = FIFTY.fma(sum(lacking, ZERO), share, option.kg)
            return option._replace(kg=more, shares=(*option.shares, *ways))
        legs = (self.rule.freight or Row()).other or ()
        ways = [kg / 1000 * leg.km * leg.per_tkm for leg in legs]
        return option._replace(kg=option.kg + sum(ways, ZERO))

    def _mass_choices(self) -> Found:
        balances, yields = self._balances(), self.rule.least_yield or ONE
        for entry in self.needed:
            it = balances.get(entry.id)
            if it and not it.natural:
                rows, gaps = [good.row for good in it.goods], self._gaps(it)
                kg = self._missing(it, it.worked)
                more = self._missing(it, []) - kg
                options = {x: self._of_element(it, x, gap / yields) for x, gap in gaps.items()}
                for x, gap in gaps.items():
                    changes = self._keyed(entry, f"mass.element_gap {x}", options[x])
                    yield self._choice("mass.element_gap", entry, changes, rows, x, gap)
                if kg > 0:
                    changes = self._keyed(entry, "mass.gap", self._of_other(it, kg))
                    yield self._choice("mass.gap", entry, changes, rows, kg=kg)
                if it.worked:
                    lacking, rows = self._of_other(it, more) if more else [], it.worked
                    changes = self._keyed(entry, "mass.purpose", lacking)
                    yield self._choice("mass.purpose", entry, changes, [it.row for it in rows])
            yield from self._routes(entry)
            if it:
                yield from self._unstated(entry, it)

    def _routes(self, entry: Json) -> Found:
        limits, prices = self._table("ore_limits", value="fraction"), self._table("element_prices")
        for row in [row for row in entry.inputs if row.flow and row.unit == "kg"]:
            rest = self._elements(row)
            rest = {x: kg for x, kg in rest.items() if x not in WATER} or rest
            x = max(rest, key=lambda x: (rest[x], x), default="")
            price = most([prices.get(x), self._highest(x), ZERO]) or ZERO
            option = self._at(rest.get(x, ZERO) * price, entry, row)
            rich = rest and (x not in limits or rest[x] > limits[x] * row.amount)
            if rich and option.kg > entry.kg[row.key]:
                yield self._row("factor.route", entry, row, option)

    def _unstated(self, entry: Json, it: Json) -> Found:  # of batteries; then of other goods
        lines, units = self._drawn_of(entry), PIECES | {"kWp", "m", "m2", "m3"}
        light = [x for x in lines if self._output(x).unit in units and self._mass(x) is None]
        least, goods = self.rule.least_specific_energy, it.goods
        of = self.products if least and not self.base and self.said.capacity_kwh else ()
        known = [x for x in light if x in of and self._number(x)]
        kg = sum((self.said.capacity_kwh * self._number(x) / least for x in known), ZERO)
        kg -= max(ZERO, sum((good.explains for good in goods), ZERO) - it.made)
        bare = any(self._output(x).batteries and not self._fractions(x) for x in lines)
        left = [good.explains - sum(good.elements.values(), ZERO) for good in goods if bare]
        rest = [(good.row, kg) for good, kg in zip(goods, left, strict=False) if kg > 0]
        changes = self._keyed(entry, "mass.unstated", self._of_other(it, kg) if kg > 0 else ())
        price = self._goods_price(entry)
        for row, each in rest if price else ():
            changes += self._keyed(entry, row.key, [self._at(each * price, entry, row)])
        if kg > 0 or rest:
            yield self._choice("mass.unstated", entry, changes, [it for it, _ in rest], "batteries")
        odd = any(row.unit != "kg" and row.flow and row.purpose in GOODS for row in entry.inputs)
        if odd or len(light) > len(known):
            yield self._choice("mass.unstated", entry)

    def _number(self, line: Line) -> Decimal:  # of batteries
        it = self._output(line)
        return Decimal(it.amount if it.batteries and it.unit in PIECES else it.batteries or 0)

    # Process energy, and cuts
    def _floors(self, line: Line, *, is_open: bool = False) -> list[Json]:  # by what a line is of
        known = self._fractions(line)
        left = max(ZERO, ONE - sum(known.values(), ZERO)) if is_open else ZERO
        return [
            it
            for it in self.rule.process_floors or ()
            if (it.made_of or is_open)
            and all(known.get(row.element, ONE) >= row.fraction for row in it.made_of or ())
            and sum((row.fraction for row in it.made_of or () if row.element not in known), ZERO)
            <= left
        ]

    def _process_energy(self) -> Found:
        balances = self._balances()
        for entry in self.needed:
            needed, dearest, balance = ZERO, self._dearest(entry), balances.get(entry.id)
            for line in self._lines([entry]):
                row = self._output(line)
                kg, drawn = self._mass(line, row.amount), row.role == "main" or line in self.drawn
                is_open = drawn and not row.batteries and balance is not None and not balance.ore
                floors = self._floors(line, is_open=is_open)
                for it in self.rule.process_floors or () if drawn else ():
                    floors += [it] if it.process == entry.process else []
                kwh = most(it.kwh for it in floors)
                needed = needed if kwh is None or kg is None else FIFTY.fma(kg, kwh, needed)
            lacking = needed - sum(
                (self._kwh(row) for row in entry.inputs if row.unit in ENERGY), ZERO
            )
            if lacking > 0:
                options = [] if dearest is None else [Option(lacking * dearest)]
                changes = self._keyed(entry, "physics.process_floor", options)
                yield self._choice("physics.process_floor", entry, changes)

    def _cuts(self) -> Found:
        for entry in self.needed:
            known: Json = defaultdict(list)
            for version in [entry, *self._versions(entry, self.older)]:
                for cut in (version.inventory or Row()).cuts or ():
                    scale = entry.main.amount / version.main.amount
                    known[skeleton(cut["product"]), cut.unit].append((cut, scale))
            for (product, unit), rows in known.items():
                options = [Option(cut.effect * scale) for cut, scale in rows]
                options += self._solved(
                    entry, product, unit, [cut.amount * scale for cut, scale in rows]
                )
                changes = self._keyed(entry, f"loop.cut {product} {unit}", options, "loop")
                first = rows[0][0]
                yield self._choice("loop.cut", entry, changes, at=f"{first['product']} {unit}")

    def _solved(self, entry: Json, product: str, unit: str, amounts: list[Decimal]) -> list[Option]:
        nodes = [it for it in self.nodes if it.id in self.within or self._is_live(it)]
        lines = [line for line in self._lines(nodes) if self._output(line).unit == unit]
        lines = sorted(lines, key=lambda line: -self.price[line])
        same = [it for it in lines if skeleton(self._output(it)["product"]) == product]
        price, draws = self._goods_price(entry) if unit == "kg" else None, same[:4]
        if unit in ENERGY and (dearest := self._dearest(entry)) is not None:
            price = dearest if unit == "kWh" else dearest / MJ_PER_KWH
        closed = any(entry.id in self._behind(line[0]) for line in same)
        draws = draws if closed or price is not None else draws + lines[:4]
        prices = [] if closed or price is None else [Option(amount * price) for amount in amounts]
        return prices + [Option(draws=((amount, it),)) for amount in amounts for it in draws]

    # Transport
    def _loads(self, entry: Json) -> list[Json]:
        groups, contributions = defaultdict[str, Json](list), entry.kg
        for row in [row for row in entry.inputs if row.delivery]:
            away = (row.maker.issuer, row.maker.site.code) != (entry.issuer, entry.site.code)
            if away and (row.purpose in GOODS or self._mass(row.made) is not None):
                groups[row.delivery].append(row)
        named = any((row.leg or Row()).deliveries for row in entry.inputs)
        kg = {it: [self._mass(row.made, row.amount) for row in rows] for it, rows in groups.items()}
        known = {it: sum(filter(None, each), ZERO) for it, each in kg.items()}
        loads = {it: Row(delivery=it, rows=rows, named=named) for it, rows in groups.items()}
        for name, load in loads.items():
            load.kg = None if None in kg[name] else known[name]
            load.tkm, load.cost = ZERO, ZERO
        for row in entry.inputs:
            pooled = loads if row.purpose + row.unit == "transporttkm" else ()
            carried = (row.leg or Row()).deliveries or () if named else pooled
            whole = sum((known.get(it, ZERO) for it in carried), ZERO)
            for load in [loads[it] for it in carried if it in loads]:
                part = load.kg / whole if load.kg and whole else ONE
                load.tkm += part * row.amount
                load.cost += part * contributions[row.key]
        return [*loads.values()]

    def _legs(self, load: Json, one: str, two: str) -> list[tuple[Decimal, str]]:  # tkm and flow
        rule, found = self.rules.transport or Row(other=[], in_europe=[]), []
        far = {leg.flow for leg in rule.other if leg.mode in FAR}
        known = one not in REGIONS and "stated_if_known" in {it.rule for it in rule.rules or ()}
        for row in load.rows:
            legs = [it for it in rule.other if not (known and one == two and it.flow in far)]
            if {one, two} <= EUROPE:
                legs = (row.purpose == "packaging" and rule.packaging) or rule.in_europe
            if one == two and one not in REGIONS:
                legs = [leg for leg in legs if leg.flow not in far]
            kg = self._mass(row.made, row.amount) or ZERO
            found += [(times(kg, leg.km, THOUSANDTH), leg.flow) for leg in legs]
        return found

    def _distance(self, one: str, two: str) -> Decimal | None:
        for row in self.rule.least_distances or ():
            if {row.country, row.other} == {one, two}:
                return row.km
        places = {row.country: row for row in (self.rule.places or Row(rows=[])).rows}
        a, b = places.get(one), places.get(two)
        if not a or not b:
            return None
        squares = [(p - q) * (p - q) for p, q in ((a.x, b.x), (a.y, b.y), (a.z, b.z))]
        apart = max(ZERO, sum(squares, ZERO).sqrt() - a.radius - b.radius)
        return Decimal("0.1") * a.radius if one == two else Decimal("0.8") * apart

    def _way(self, load: Json, one: str, two: str) -> tuple[Decimal, Decimal | None]:
        """Return the least tkm of a load between two countries, and its cost."""
        legs, km, freight = self._legs(load, one, two), self._distance(one, two), self.rule.freight
        prices = [self._flow_price(flow, "tkm") for _, flow in legs]
        bound = tkm = sum((it for it, _ in legs), ZERO)
        if km is not None:
            bound = times(load.kg or ZERO, km, THOUSANDTH) * Decimal("0.98")
            listed = any(
                {r.country, r.other} == {one, two} for r in self.rule.least_distances or ()
            )
            bound = bound if load.named or listed else max(bound, tkm)
        bound = ZERO if load.kg is None else bound
        if legs and None not in prices:
            return bound, sum(
                (leg[0] * price for leg, price in zip(legs, prices, strict=True)), ZERO
            )
        usual = (freight.in_europe if {one, two} <= EUROPE else freight.other) if freight else ()
        usual = [it for it in usual if it.mode not in FAR or one != two or one in REGIONS]
        costs = [(load.kg or ZERO) / 1000 * it.km * it.per_tkm for it in usual]
        return bound, sum(costs, ZERO) if freight else None

    @cache  # noqa: B019 - as above
    def _short(self, entry: Json) -> list[tuple[Json, Decimal | None]]:
        found = []
        for load in self._loads(entry):
            makers, own = self._countries(load.rows[0].maker), self._countries(entry)
            ways = [self._way(load, one, two) for one in makers for two in own]
            cost = most(it[1] for it in ways) if load.kg is not None else None
            short = ZERO if cost is None else self._counted(cost, entry, "transport") - load.cost
            if load.tkm < max(it[0] for it in ways) or not (load.tkm or load.cost):
                found.append((load, short if short > 0 else None))
        return found

    def _transport(self) -> Found:
        for entry in [it for it in self.needed if self._short(it)]:
            rows = [row for row in entry.inputs if row.purpose == "transport"]
            short = [
                (f"transport.leg {load.delivery}", kg) for load, kg in self._short(entry) if kg
            ]
            changes = [Change("row", entry.id, key, (Option(kg),)) for key, kg in short]
            yield self._choice("transport.leg", entry, changes, rows)

    # History
    def _all_versions(self, entry: Json) -> list[Json]:  # before and after, without itself
        return self._versions(entry, self.older) + self._versions(entry, self.later)

    def _compared(self, entries: list[Json], lines: Iterable[Line]) -> list[Change]:
        """Return the falls, and the dearest goods if an entry has no figure, or explains itself otherwise."""
        found = [it for entry in entries for it in self._falls(entry, lines)]
        bare = any(entry not in self.nodes for entry in entries)
        odd = any(self._is_explained_otherwise((it.entry, it.key), it.other) for it in found)
        found += self._drawn_beyond(found)
        return found + (self._dearest_goods(lines, bare=bare) if bare or odd else [])

    def _is_in_place(self, entry: Json) -> bool:  # not live, or of one that counts: its version
        older = self.older[entry.id]
        return not self._is_live(entry) or bool(older and older not in self.changes)

    def _drawn_beyond(self, falls: list[Change]) -> list[Change]:  # by what counts alone
        found = []
        for name, beside in dict.fromkeys((it.entry, it.other[0]) for it in falls):
            one, two = self.held[name], self.held[beside]
            if self._is_in_place(two):
                by = self._in_place((name, one.main.line), (beside, two.main.line))
                scale, known = two.main.amount / (one.main.amount * by), self._draws(two)
                for goods, lines in self._draws(one).items():
                    whole = sum(lines.values(), ZERO) * scale
                    lacking = whole - sum(known[goods].values(), ZERO)
                    part = lacking / whole * scale
                    options = [Option(draws=tuple((kg * part, it) for it, kg in lines.items()))]
                    options = options if lacking > 0 else []
                    found += self._keyed(two, f"drawn by {name} {goods}", options)
        return found

    def _draws(self, entry: Json) -> Json:  # by maker and goods, on each line
        found: Json = defaultdict(lambda: defaultdict(lambda: ZERO))
        for row in [row for row in entry.inputs if row.delivery and row.made]:
            made = self._output(row.made)
            goods = (row.maker.issuer, skeleton(made["product"]), made.unit)
            found[goods][row.made] += row.amount
        return found

    def _is_explained_otherwise(self, line: Line, other: Line) -> bool:
        own, its = (self.held[it[0]].process.split(".")[1] in FROM_NATURE for it in (line, other))
        mine, formula = self._about(line).formula, self._about(other).formula
        return (its and not own) or formula not in (None, mine)

    def _dearest_goods(self, lines: Iterable[Line], *, bare: bool) -> list[Change]:
        found = []
        for line in lines:
            entry, kg = self.held[line[0]], self._mass(line, self._output(line).amount)
            price = self._goods_price(entry)
            options = [Option(kg * price)] if kg and price is not None else []
            changes = self._keyed(entry, f"unknown {line[1]}", options)
            found += changes or ([Change("unknown", entry.id)] if bare else [])
        return found

    def _corrected(self) -> Found:
        for entry in [it for it in self.needed if self._stands(it)]:
            lines, versions = self._drawn_of(entry), self._all_versions(entry)
            changes = self._compared(versions, lines)
            priced = [it for it in changes if it.other in self.price]
            if changes or len(priced) < len(versions) * len(lines):
                later = self._versions(entry, self.later)
                at = later[-1].id if later else ""
                yield self._choice("history.corrected", entry, changes, at=at)

    def _history(self) -> Found:
        yield from self._corrected()
        products = [row for row in self.parts if row.role == "product"]
        for row in products:
            others = [it.made for it in products if it.maker is not row.maker]
            pairs = [(other, self._in_place(row.made, other)) for other in others]
            changes = [Change("line", *row.made, (), it, by) for it, by in pairs]
            before = self._versions(row.maker, self.older)
            if changes and not all(it.ends_within(self.said) for it in before):
                yield self._choice("history.redated", row.maker, changes, at=row.made[1])
        targets = [line for line in sorted(self.drawn) if self._stands(self.held[line[0]])]
        for other in [it for it in self.entries if not self.changes.get(it.id)]:
            same = [line for line in targets if self._is_same(other, line)]
            kind = self._kind_of(other, same) if same and other.id not in self.within else ""
            versions = [other, *self._versions(other, self.older)]
            changes = self._compared(versions, same) if kind else []
            if kind and (changes or other not in self.nodes):
                yield self._choice(kind, other, changes)

    def _words(self, other: Json, line: Line) -> Iterator[tuple[Json, Json, Json]]:
        """Yield each version of a target with its line, beside each version of another entry."""
        target = self.held[line[0]]
        for one in [target, *self._all_versions(target)]:
            for two in [other, *self._all_versions(other)]:
                yield one, one.output.get(line[1]), two

    @cache  # noqa: B019 - as above
    def _excluded(self) -> set[str]:  # the lots of entries of the product that are left out
        place = self.said.issuer, self.said.model, self.said.site
        live = [it for it in self.entries if self._is_live(it) and it.id not in self.within]
        live = [it for it in live if (it.issuer, it.model, it.site.code) == place]
        live = [it for it in live if it.ends_within(self.said)]
        return {v.lot for it in live for v in [it, *self._versions(it, self.older)] if v.lot}

    def _is_same(self, other: Json, line: Line) -> bool:  # the goods of a target, in its time
        target, said = self.held[line[0]], self.said
        if target.issuer != other.issuer or other in [target, *self._all_versions(target)]:
            return False
        words, short = [*self._words(other, line)], moved(said.period.start, 1) > said.period.end
        models = any(one.battery or two.battery for one, _, two in words)
        alike = near = False
        for one, row, two in words:
            if models:
                alike |= look_alike(one.battery, two.battery) and self._output(line).role == "main"
            elif row and (one is target or two is other):
                pairs = [((one.id, row.line), it) for it in self._lines([two])]
                alike |= any(self._likeness(*pair) for pair in pairs)
            products = [it["product"] for it in two.outputs if row and not models]
            alike |= any(look_alike(row["product"], it) for it in products)
            near |= one.overlaps(two) or look_alike(one.lot, two.lot)
            near |= bool(one.battery) and any(look_alike(lot, two.lot) for lot in self._excluded())
            near |= bool(one.battery) and (
                two.overlaps(said) or (short and two.ends_within(said, 1))
            )
        return alike and near

    def _kind_of(self, other: Json, same: list[Line]) -> str:
        pairs = []
        for one, row, two in [it for line in same for it in self._words(other, line)]:
            pairs += [(one.site.code, two.site.code), (one.battery, two.battery)]
            products = [it["product"] for it in two.outputs if row and not one.battery]
            pairs += [(row["product"], it) for it in products]
        inside = [it.ends_within(self.said) for it in self._versions(other, self.older)]
        if not self._is_live(other):
            return "history.withdrawn"
        if any(look_alike(*pair) and pair[0] != pair[1] for pair in pairs):
            return "history.look_alike"
        redated = other.model and any(inside) and not other.ends_within(self.said)
        return "history.redated" if redated else ""

    # Selection
    def _live_deliveries(self) -> list[Json]:  # none that supersedes a live one
        live = {s.id: s for s in self.kinds["delivery"] if self._is_live(s)}
        return [s for s in live.values() if self.older[s.id] not in live]

    def _received(self, issuer: str) -> list[tuple[Json, Line]]:
        rows = [s for s in self._live_deliveries() if s.recipient == issuer]
        lines = [(s, (self._last(s.entry) or "", s.line)) for s in rows]
        return [(s, line) for s, line in lines if line[0] in self.places]

    def _sent(self, line: Line) -> Decimal:  # under all deliveries that state how much
        known = [s for s in self._live_deliveries() if s.use == "physical"]
        sent = (s.amount for s in known if (self._last(s.entry), s.line) == line)
        return sum(sent, ZERO)

    def _other_deliveries(self) -> Found:
        used = defaultdict[Json, Decimal](lambda: ZERO)
        live = {it.id: it for it in self.entries if self._is_live(it)}
        for row in [r for it in live.values() if self.older[it.id] not in live for r in it.inputs]:
            used[self._last(row.delivery)] += row.amount
        rows = [row for it in live.values() for row in it.inputs + it.avoided] + self.parts
        priced = {self._last(row.delivery) for row in rows if row.delivery}
        for issuer in dict.fromkeys(entry.issuer for entry in self.needed):
            own = [entry for entry in self.needed if entry.issuer == issuer]
            lines = self._lines(own) + [row.made for it in own for row in it.inputs if row.made]
            known = frozenset[str]().union(*map(self._identifying, lines))
            known = known if all(map(self._identifying, self._lines(own))) else frozenset()
            for sent, line in self._received(issuer):
                its, maker, amount = self._identifying(line), self.held[line[0]], sent.amount
                if sent.use != "physical":
                    amount = self._output(line).amount - self._sent(line)
                    is_goods = sent.id not in priced and self._makes_goods(maker)
                    amount = amount if is_goods else ZERO
                is_other = known and its and not known & its
                left = ZERO if is_other else amount - used[sent.id]
                left = left if self.left is None else self.left.get(sent.id, ZERO)
                near = [it for it in own if it.overlaps(maker) or maker.ends_within(it, 1)]
                most = max(near, key=lambda it: (self.part[it.id], it.id), default=None)
                for entry in near if left > 0 else []:
                    if entry is most or self._is_in_place(entry):
                        yield self._undrawn(entry, sent, line, left)

    def _undrawn(self, entry: Json, sent: Json, line: Line, left: Decimal) -> Choice:
        amount = left / max(ONE, self.part[entry.id] * self.units)
        price, each = self._goods_price(self.held[line[0]]), self._about(line).kg_per_unit
        kg = amount if sent.unit == "kg" else times(amount, each) if each else None
        options = [] if price is None or kg is None else [Option(kg * price)]
        options = [Option(draws=((amount, line),))] if line in self.price else options
        changes = self._keyed(entry, f"received {sent.id}", options)
        changes = changes or [Change("unknown", entry.id)]
        return self._choice("selection.other_delivery", entry, changes, at=sent.id)

    def _twins(self) -> Found:
        placed = [entry for entry in self.entries if self._is_live(entry)]
        live = sorted(self._lines(placed))
        for entry in [it for it in self.needed if self._stands(it)]:
            own = [entry, *self._all_versions(entry)]
            near = [it for it in placed if it.issuer == entry.issuer and it not in own]
            near = [
                it
                for it in near
                if it.overlaps(entry) or it.ends_within(entry, 1) or look_alike(it.lot, entry.lot)
            ]
            names, changes, bare, odd = {it.id for it in near}, [], False, False
            for line in self._drawn_of(entry):
                groups: Json = defaultdict(list)  # lines that are drawn and no dearer, of one kind
                for other in [it for it in live if it[0] in names]:
                    maker, row, factor = (
                        self.held[other[0]],
                        self._output(other),
                        self._in_place(line, other),
                    )
                    lot = skeleton(maker.lot) if maker.lot else None
                    cheap = other in self.drawn and self.price[other] <= self.price[line]
                    of = (
                        str((row.unit, maker.period, lot, self._about(other).elements))
                        if cheap
                        else other
                    )
                    for like in self._likeness(line, other):
                        groups[like, of].append((other, factor))
                chosen = {}
                for (_, of), pairs in groups.items():
                    later = [pair for pair in pairs if pair[0] > line]
                    chosen |= dict([(later or pairs)[0]] if isinstance(of, str) else pairs)
                changes += [Change("line", *line, (), it, by) for it, by in chosen.items()]
                bare |= any(it not in self.price for it in chosen)
                odd |= any(self._is_explained_otherwise(line, it) for it in chosen)
            lines = [*self._drawn_of(entry)]
            changes += self._drawn_beyond(changes)
            changes += self._dearest_goods(lines, bare=bare) if bare or odd else []
            yield from [self._choice("selection.twin_entry", entry, changes)] if changes else ()

    def _close(self, line: Line, other: Line, names: Iterable[str]) -> bool:
        a, b = self._goods(line), self._goods(other)
        return all(abs(a[x] - b[x]) <= Decimal("0.05") * max(a[x], b[x]) for x in names)

    def _likeness(self, line: Line, other: Line) -> list[Json]:  # the ways of being the same goods
        one, two = self.held[line[0]], self.held[other[0]]
        left, right, its = self._output(line), self._output(other), self._identifying(other)
        if one.battery or two.battery:
            same = look_alike(one.battery, two.battery) and left.role == right.role
            return ["model"] if same else []
        found: list[Json] = ["product"] if look_alike(left["product"], right["product"]) else []
        place, process = one.site.code == two.site.code, one.process == two.process
        both = self._identifying(line) & its
        same = self._identifying(line) == its
        close = self._close(line, other, both)
        is_less = both in (self._identifying(line), its)
        found += ["made"] if close and is_less and place and process else []
        found += [("site", two.site.code)] if same and close and place else []
        return found + ([("process", two.process)] if same and close and process else [])

    # Time
    def _time(self) -> Found:
        least, oldest, done = self.rule.least_sample or ZERO, self.rule.oldest_data, {*()}
        uses = [(self.said, row) for row in self.parts if row.delivery]
        uses += [(it, row) for it in self.seen for row in it.inputs if row.delivery]
        for user, row in uses:
            maker, line, made = row.maker, row.made, self._output(row.made)
            few = made.amount < least * row.amount or days(maker) < least * days(user)
            if few and (row.role or row.sent.use == "representative") and ("few", line) not in done:
                done.add(("few", line))
                nodes = [it for it in self.nodes if it.issuer == maker.issuer and it is not maker]
                nodes = [
                    it
                    for it in nodes
                    if self._is_live(it) and (it.overlaps(maker) or it.overlaps(user))
                ]
                others = [it for it in self._lines(nodes) if self._likeness(line, it)]
                known = [it for it in others if it in self.price]
                falls = [Change("line", *line, (), it, self._in_place(line, it)) for it in known]
                falls += self._drawn_beyond(falls)
                odd = any(self._is_explained_otherwise(line, it) for it in known)
                if known != others or odd:
                    falls += self._dearest_goods([line], bare=known != others)
                yield self._choice("time.sample", maker, falls, at=line[1])
            old = oldest is not None and moved(maker.period.end, int(oldest)) < user.period.start
            if old and ("old", line) not in done:
                done.add(("old", line))
                yield self._choice("time.old", maker, at=line[1])

    # The calculation
    def _contents(self) -> list[tuple[Decimal | None, dict[str, Decimal]]]:  # of a battery, and kg
        found, word = [], ".cathode_active_material"
        names = {it.element for it in self.rule.charge_carriers or ()}
        cathodes = [
            line
            for line in self._lines(self.needed)
            if any(it.process.endswith(word) for it in [self.held[line[0]], *self._floors(line)])
        ]
        known = cathodes and all(any(map(self._content(it).get, names)) for it in cathodes)
        for line in self.products:
            row = self._output(line)
            if row.batteries:
                kg, number = self._mass(line, row.amount), self._number(line)
                kg = None if kg is None else kg / number
                own = {x: (kg or ZERO) * part for x, part in self._fractions(line).items()}
                rest = {x: each * (row.amount / number) for x, each in self._content(line).items()}
                found.append((kg, own if any(map(own.get, names)) else rest if known else {}))
        return found

    def _bound(
        self, kind: str, at: Json, key: str, factor: Decimal | None, cites: Json = ()
    ) -> Choice:
        changes = [] if factor is None else [Change("energy", key=key, factor=factor)]
        return self._choice(kind, at, changes, [Row(evidence=it) for it in cites if it])

    def _physics(self) -> Found:
        said, rule, contents, stored = self.said, self.rule, self._contents(), []
        for _, content in contents:
            rows = [(content.get(it.element, ZERO), it) for it in rule.charge_carriers or ()]
            stored.append(
                sum((kg / ATOMIC[it.element] * AMPERE_HOURS * it.volts for kg, it in rows), ZERO)
            )
        masses = [kg * (rule.specific_energy or ZERO) for kg, _ in contents if kg]
        for kind, bounds in (("charge_carrier", stored), ("specific_energy", masses)):
            least = min(filter(None, bounds), default=None)
            if least and said.capacity_kwh > least:
                cites, factor = [said.capacity_evidence], said.capacity_kwh / least
                yield self._bound(f"physics.{kind}", said, "capacity", factor, cites)

    def _left_out(self) -> Found:
        said, short = self.said, moved(self.said.period.start, 1) > self.said.period.end
        place = said.issuer, said.model, said.site
        for entry in [it for it in self.entries if self._is_live(it) and it.id not in self.within]:
            same = (entry.issuer, entry.model, entry.site.code) == place
            inside = entry.ends_within(said)
            if same and (inside or (short and entry.ends_within(said, 1))):
                versions = [entry, *self._versions(entry, self.older)]
                changes = self._compared(versions, self.products)
                if changes:
                    kind = "selection.excluded" if inside else "selection.period"
                    yield self._choice(kind, said, changes, at=entry.id)

    def _unit(self) -> Found:
        said, rule, contents = self.said, self.rule, self._contents()
        carriers, capacity, bounds = rule.charge_carriers or (), said.capacity_kwh, []
        for kg, content in contents:
            rows = [it for it in carriers if it.most_kg_per_kwh]
            each = [content.get(it.element, ZERO) / it.most_kg_per_kwh for it in rows]
            bounds.append(max([*each, (kg or ZERO) * (rule.least_specific_energy or ZERO)]))
        least = min(filter(None, bounds), default=capacity)
        made = [line for line in self.products if self._output(line).batteries]
        factor = capacity / least if least < capacity else None
        yield self._bound("unit.capacity", said, "capacity", factor, [said.capacity_evidence])
        units = [it for it in self.rules.functional_units if it.category == said.category]
        unit = units[0] if units else Row()
        paces = {it.vehicle_category: it.cycles for it in unit.cycles_per_year or ()}
        own, small = paces.get(said.vehicle_category, ZERO), min(capacity, least)
        yield from self._service_life(unit, own)
        held = {x for _, content in contents for x, kg in content.items() if kg}
        rows = [it for it in carriers if it.least_cycles]
        rows = [it for it in rows if it.element in held] or rows
        cycles = min((it.least_cycles for it in rows), default=ZERO)
        if said.cycle_life and said.cycle_life > cycles:
            factor = said.cycle_life / cycles if cycles else None
            yield self._bound("unit.cycle_life", said, "life", factor)
        limits = self._table("category_limits", "vehicle_category", "kwh")
        fewer = [it for of, it in paces.items() if it < own and small <= limits.get(of, small)]
        if fewer:
            yield self._bound("unit.category", said, "category", own / min(fewer))
        for line in self.products:
            if self._output(line).unit not in PIECES and not self._about(line).kwh_per_unit:
                cites = [Row(evidence=it) for it in [said.batteries_evidence] if it]
                each = dict(zip(made, bounds, strict=True)).get(line)
                changes = [Change("energy", key="capacity", factor=capacity / each)] if each else ()
                yield self._choice("unit.batteries", said, changes, cites, " ".join(line))

    def _service_life(self, unit: Json, cycles: Decimal) -> Found:
        said, energy, default = self.said, self.said.total_energy, ZERO
        kind, stated = unit.service_life, Fraction(energy.numerator) / Fraction(energy.denominator)
        if kind == "one_cycle":
            default = said.capacity_kwh
        elif kind == "warranty" and self.rules.warranty:
            default = times(said.capacity_kwh, cycles, self.rules.warranty.default_years)
        over = energy.numerator > times(default, energy.denominator)
        if over and (default or said.warranties):
            factor = energy.numerator / energy.denominator / default if default else None
            cites = [it.evidence for it in said.warranties]
            published = self._published(unit) * Fraction(times(said.capacity_kwh, cycles))
            self.is_published = kind == "warranty" and published >= stated
            yield self._bound("unit.service_life", said, "life", factor, cites)

    def _published(self, unit: Json) -> Fraction:  # policy.md: years by warranties that speak of it
        said, rule, spoken, whole = self.said, self.rules.warranty, [], False
        for it in self.policy.warranties or ():
            terms = dict(line.partition(" ")[::2] for line in it.note)
            named = (terms["manufacturer"], terms["model"]) == (said.issuer, said.model)
            ends, least = terms.get("made_before", "9"), rule and rule.least_remaining_energy
            at, end = said.period.start, said.period.end
            within = terms["made_from"] < end and at < ends
            whole = whole or (named and terms["made_from"] <= at and end <= ends)
            enough = Decimal(terms["remaining_energy"]) >= (least or ZERO)
            spoken += [terms] if named and within and enough else []
        paces = {it.vehicle_category: it.km_per_year for it in unit.cycles_per_year or ()}
        years = [Fraction(it["years"]) for it in spoken]
        pace = Fraction(paces.get(said.vehicle_category) or ONE)
        years += [Fraction(it["km"]) / pace for it in spoken if "km" in it]
        return min(years) if years and whole else Fraction(0)

    # Entries beside the figure, and the order of the choices
    def all_choices(self) -> list[Choice]:
        """Find all choices, in the order of the page."""
        self._fill_unsaid()
        found, beside = self._found(FAMILIES), copy(self)
        beside.base = self
        lines = self._lines(it for it in self.nodes if it.id not in self.within)
        goods = {it.issuer for it in self.needed if self._makes_goods(it)}
        treats = {it.issuer for it in self.needed} - goods
        made = [it for it in self.nodes if it.stage != "end_of_life" or it.issuer not in treats]
        made = self._lines(it for it in made if it.id not in self.within)
        beside.demand(self.nodes, dict.fromkeys(lines, ONE), made)
        beside.units = ONE
        more = beside.found_beside() if lines else []
        found += [it for it in more if it.changes and it.subject not in self.needs]
        of_product = self.said.declared_unit
        return found + self._found("left_out" if of_product else "physics left_out unit")

    def _fill_unsaid(self) -> None:  # elements that entries beside it leave unsaid
        counted, filled = self._lines(self.graph), []
        for line in self._lines(it for it in self.entries if it.id not in self.within):
            one, its = self.held[line[0]], self._identifying(line)
            same = [it for it in counted if self.held[it[0]].issuer == one.issuer]
            same = [it for it in same if self._likeness(it, line)]
            product = self._output(line)["product"]
            same = [it for it in same if look_alike(self._output(it)["product"], product)] or same
            same = [it for it in same if its < self._identifying(it) and self._close(it, line, its)]
            if same and line[1] in one.lines:
                fuller = max(same, key=lambda it: (len(self._identifying(it)), it))
                filled.append((one.lines[line[1]], self._about(fuller).elements))
        for about, rows in filled:
            said = {row.element for row in about.elements}
            about["elements"] = about.elements + [row for row in rows if row.element not in said]

    def found_beside(self) -> list[Choice]:
        """Find the choices of entries beside the figure."""
        return self._found(BESIDE)

    def _found(self, families: str) -> list[Choice]:
        return [it for name in families.split() for it in getattr(self, f"_{name}")()]


FAMILIES = (
    "allocation credits electricity datasets process_energy history cuts mass_choices joint_process"
)
FAMILIES += " other_deliveries twins suppliers time transport uptake"
BESIDE = "allocation credits electricity datasets process_energy history cuts mass_choices"
BESIDE += " joint_process other_deliveries twins suppliers transport uptake"


# ---- The pass
class Passes(Choices):
    """All changes at once, over the log's graph, and the effect of each choice."""

    def _gather(self, changes: list[Change]) -> None:  # by coordinate
        self.options: Json = defaultdict(lambda: defaultdict(list))
        self.shares = {(it.entry, it.key) for it in changes if it.sort == "share"}
        self.others: Json = defaultdict(list)
        self.bounds, self.loops = {}, [it for it in changes if it.sort == "loop"]
        pairs = set()
        for it in changes:
            if it.sort == "row":
                self.options[it.entry][it.key] += it.options
                pairs |= {(it.entry, line[0]) for option in it.options for _, line in option.draws}
            elif it.sort == "line":
                self.others[it.entry, it.key].append((it.other, it.factor))
                pairs.add((it.entry, it.other[0]))
            elif it.sort == "energy":
                self.bounds[it.key] = max(ONE, it.factor, self.bounds.get(it.key, ONE))
        self._order(pairs)

    def _order(
        self, pairs: set[tuple[str, str]]
    ) -> None:  # of the pass; pairs of user and supplier
        names = [it.id for it in self.nodes]
        pairs = {pair for pair in pairs if {*pair} <= {*names}}
        self.barred = {(user, maker) for user, maker in pairs if user in self._behind(maker)}
        makers = {name: {*self.makers[name]} for name in names}
        customers = defaultdict[str, set[str]](set)
        for user, maker in pairs - self.barred:
            makers[user].add(maker)
        for name in names:
            for maker in makers[name]:
                customers[maker].add(name)
        self.closed = {
            (user, maker)
            for user, maker in pairs - self.barred
            if maker not in self.makers[user] and maker in reached(user, customers)
        }
        for user, maker in self.closed:
            makers[user].discard(maker)
        self.turn = [self.held[name] for name in kahn(names, makers)]

    def _passes(self, loops: dict[Change, Decimal]) -> tuple[Json, Json]:  # figures and prices
        options = {
            name: {key: [*it] for key, it in rows.items()} for name, rows in self.options.items()
        }
        for it, worth in loops.items():
            options.setdefault(it.entry, {}).setdefault(it.key, []).append(Option(worth))
        found, users = self._one_pass(options, {}), {user for user, _ in self.closed}
        for _ in range(min(8, len(users))):
            again = self._one_pass(options, found[1])
            if again[1] == found[1]:
                break
            found = again
        return found

    def _one_pass(self, options: Json, before: Json) -> tuple[Json, Json]:
        figures, price = {}, {}
        for entry in self.turn:
            pairs = self.barred | self.closed
            known = {line: kg for line, kg in price.items() if (entry.id, line[0]) not in pairs}
            known |= {line: kg for line, kg in before.items() if (entry.id, line[0]) in self.closed}
            if all(line in price for _, line, *_ in entry.draws):
                try:
                    lines = self._raised(entry, options.get(entry.id, {}), (figures, price), known)
                except Overflow:
                    continue
                figures |= lines
                price |= {line: exact(cells.values()) for line, cells in lines.items()}
        return figures, price

    def _raised(self, entry: Json, options: Json, so_far: Json, known: Json) -> Json:
        cells, more, found = self._cells(entry, so_far[0]), ZERO, {}
        if options or entry.avoided:
            more = self._excess(entry, options, so_far[1], known)
            rest = more + exact(cells.values()) / entry.divisor
            more -= rest if rest < 0 and entry.stage != "end_of_life" else ZERO
        key = (entry.stage, "unspecified", "burden", "")
        if more:
            cells[key] = EXACT.add(cells[key], times(more, entry.divisor))
        for line in self._lines([entry]):
            full = line in self.shares and exact(cells.values()) > 0
            found[line] = self._figure(entry, cells, line[1], full=full)
            worths = [times(by, known[it]) for it, by in self.others[line] if it in known]
            if worths and max(worths) > exact(found[line].values()):
                found[line] = {key: max(worths)}
        return found

    def _excess(self, entry: Json, options: Json, price: Json, known: Json) -> Decimal:
        used, more = self._contributions(entry, price), ZERO
        raised, rows = {**used}, {key: [*it] for key, it in options.items()}
        for row in entry.avoided:
            rows.setdefault(row.key, []).append(Option(entry.kg[row.key]))
        for key in sorted(rows, key=lambda key: any(it.shares for it in rows[key])):
            best, stated = worth(rows[key], raised, known), used.get(key, ZERO)
            raised[key] = stated + (ZERO if best is None else max(ZERO, best - stated))
            more += raised[key] - stated
        return more

    def _total(self, figures: Json) -> Decimal | None:
        if any(row.made not in figures for row in self.parts):
            return None
        total = exact(self.declared_cells(figures).values())
        self.of_data = total
        for key in ("capacity", "life", "category"):
            total = total * self.bounds.get(key, ONE) if total >= 0 else total
        return total

    def declared_cells(self, figures: Json) -> Json:
        """Return the cells of the calculation from the figures of lines."""
        cells: Json = defaultdict(lambda: ZERO)
        made, denominator = self._divisor()
        for row in self.parts:
            amount = times(row.amount, denominator)
            for cell, kg in figures[row.made].items():
                cells[cell] = EXACT.fma(kg, amount, cells[cell])
        return divided(cells, made)

    def _divisor(self) -> tuple[Decimal, Decimal]:  # kWh of all batteries, or what was made
        said, energy = self.said, self.said.total_energy
        if said.declared_unit:
            return said.declared_unit.amount, ONE
        return times(energy.numerator, Decimal(said.batteries)), energy.denominator

    def _search(self) -> Decimal | None:  # the worth of loops, and the total, if there is one
        went_in = dict.fromkeys(self.loops, ZERO)
        for _ in range(40):
            found = self._passes(went_in)
            once = {it: worth(it.options, {}, found[1]) or ZERO for it in self.loops}
            near = [once[it] <= kg <= once[it] + kg * Decimal("1e-9") for it, kg in went_in.items()]
            if all(near):
                return self._total(found[0])
            again = self._passes(once)[1]
            twice = {it: worth(it.options, {}, again) or ZERO for it in self.loops}
            steps = [(once[it] - kg, twice[it] - once[it]) for it, kg in went_in.items()]
            if all(two >= one for one, two in steps) and any(max(pair) > 0 for pair in steps):
                return None
            for it, (one, two) in zip(went_in, steps, strict=True):
                ratio = two / one if one else ZERO
                end = once[it] + two / (ONE - ratio) if 0 < ratio < 1 else twice[it]
                went_in[it] = end * Decimal("1.000000000001")
        return None

    # The effect of one choice
    def _effect(self, total: Decimal, choice: Choice) -> Decimal | None:
        lines, added = defaultdict[Line, Decimal](lambda: ZERO), ZERO
        for it in choice.changes:
            line = (it.entry, it.key)
            if it.sort == "energy":
                added += max(ZERO, total * max(ZERO, it.factor - ONE))
            elif it.entry in self.needs and it.sort == "line" and it.other in self.price:
                gain = it.factor * self.price[it.other] - self.price[line]
                lines[line] = max(lines[line], self.wanted[line] * max(ZERO, gain))
            elif it.entry in self.needs and it.sort == "share":
                numerator, denominator = self._share(line)
                burden = sum(self.held[it.entry].kg.values(), ZERO)
                more = (ONE - numerator / denominator) * burden / self._output(line).amount
                added += self.wanted[line] * max(ZERO, more)
            elif it.entry in self.needs and it.sort != "line":
                added += self._gain(it) * self.part[it.entry]
        unknown = any(it.sort == "unknown" for it in choice.changes)
        return added + sum(lines.values(), ZERO) if choice.changes and not unknown else None

    def _gain(self, it: Change) -> Decimal:  # of a row, or of a loop that is solved
        rows, worths, alone = self.held[it.entry].kg, [], copy(self)
        if it.sort == "row":
            best = worth(it.options, rows, self.price)
            return ZERO if best is None else max(ZERO, best - rows.get(it.key, ZERO))
        for option in it.options:
            kg, needs = worth([option], {}, self.price), defaultdict[Line, Decimal](lambda: ZERO)
            for amount, line in option.draws:
                needs[line] += amount
            alone.demand(self.nodes, needs, [])
            left = ONE - alone.part[it.entry]
            worths += [] if kg is None else [kg / left if left > 0 else kg]
        return max(worths, default=ZERO)

    # What settles a choice, and the result
    def settled(self) -> list[Json]:
        """Return the choices that counted auditors settle."""
        word, last = self.held.get(self.declared.attestation) if self.declared else None, {}
        counts = word and word.issuer in self.policy.auditors
        for it in sorted(self.kinds["attestation"], key=lambda it: it.place):
            last[it.delivery, it.issuer] = it
        words = [word] if counts else []
        for (delivery, issuer), it in last.items():
            sent = self.held.get(delivery or "", Row())
            if sent.entry and self._is_live(sent):
                words += [it] if issuer in {*self.policy.auditors} - {sent.issuer} else []
        lists = [it.settled for it in words if it.outcome != "refused" and it.settled]
        return [row for it in lists for row in it.choices]

    def _state(self, choice: Choice) -> str:
        if choice.kind == "unit.service_life" and self.is_published:
            return "settled"
        visits = choice.kind in {"electricity.carrier", "physics.process_floor"}
        for it in self.settled():
            same = (it.choice, it.statement, it.coordinate or "") == (*choice[:2], choice.at)
            deep = it.depth == "site_visit" or not visits
            kg = sum((Decimal(row.kg) for row in it.explained or ()), ZERO)
            if same and deep and kg >= choice.kg:
                return "settled"
        for it in choice.cites:
            if it.document or it.file or it.evidence or (it.electricity or Row()).certificates:
                return "documented"
        return "unevidenced"

    def run(self) -> "Result":
        """Compute the totals, the interaction and the list of choices."""
        made, denominator = self._divisor()
        asked = defaultdict[Line, Decimal](lambda: ZERO)
        scale = denominator / made
        self.units = made / denominator
        for row in self.parts:
            asked[row.made] += row.amount * scale
        self.demand(self.graph, dict(asked), [r.made for r in self.parts if r.role == "product"])
        declared = exact(self.declared_cells(self.figures).values())
        found = [
            it._replace(effect=self._effect(declared, it), state=self._state(it))
            for it in self.all_choices()
        ]
        left = [it for it in found if it.state != "settled"]
        self._gather([change for it in left for change in it.changes if change.sort != "unknown"])
        unknown = any(change.sort == "unknown" for it in left for change in it.changes)
        total = None if unknown else self._search()
        least = declared.copy_abs() * Decimal("1e-20")
        found = [it for it in found if it.effect is None or it.effect > least]
        found.sort(key=lambda it: (-(it.effect or ZERO), it.kind, it.subject, it.at))
        found.sort(key=lambda it: all(change.sort != "unknown" for change in it.changes))
        unit = self.said.declared_unit.unit if self.said.declared_unit else "kWh"
        if total is None:
            return Result(declared, None, None, None, found, unit)
        above = self.of_data - declared
        parts = above if abs(above) > least else ZERO, total - self.of_data
        more = total - declared - sum((it.effect or ZERO for it in left), ZERO)
        least = max(least, abs(total) * Decimal("1e-9")) if self.loops else least
        return Result(declared, total, parts, more if abs(more) > least else ZERO, found, unit)


class Result(NamedTuple):
    """The totals, what raises them (data and modelling, method and use), the interaction, and the list of choices."""

    declared: Decimal
    total: Decimal | None
    parts: tuple[Decimal, Decimal] | None
    interaction: Decimal | None
    choices: list[Choice]
    unit: str


def reached(name: str, customers: Json) -> set[str]:
    """Return all that can be reached from an entry, by its customers."""
    found, waiting = {name}, [name]
    for each in waiting:
        waiting += customers[each] - found
        found |= customers[each]
    return found


def worth(options: Iterable[Option], rows: Json, price: Json) -> Decimal | None:
    """Return the largest worth; an option that draws on a line without a figure has none."""
    found = []
    for option in options:
        total = option.kg
        for share, key in option.shares:
            total = FIFTY.fma(share, rows[key], total)
        for amount, line in option.draws:
            total = EXACT.fma(amount, price.get(line, ZERO), total)
        found += [total] if all(line in price for _, line in option.draws) else []
    return most(found)


# ---- The command
def conservative(policy: Json, data: bytes, own: Iterable[bytes] = ()) -> Result:
    """Compute the conservative figure of a bundle under a policy."""
    with decimal_context(FIFTY):
        return Passes(policy, data, own).run()


def main(arguments: list[str]) -> int:
    """Read the files, print the totals; return the exit status."""
    if {"-h", "--help"} & {*arguments}:
        print(__doc__)
        return 0
    try:
        bundle, policy, *own = [Path(it).read_bytes() for it in arguments if it != "--list"]
        known = ALONE.parse_policy(policy)
        sets = [ALONE.canonical(json.loads(it)).encode() for it in own]
    except Exception as error:  # noqa: BLE001 - after any error nothing can be computed
        print(
            f"usage: conservative_alone.py BUNDLE POLICY.toml [FACTORS.json ...] [--list]: {error}"
        )
        return 3
    try:
        result = conservative(known, bundle, sets)
    except (NotJudgedError, ALONE.FindingError) as error:
        print("not judged:", *error.args)
        return 2
    print(f"declared total: {fixed(result.declared)} kg CO2e per {result.unit}")
    for it in result.choices if "--list" in arguments else ():
        print(
            it.kind,
            it.subject,
            "-" if it.effect is None else fixed(SHOWN.plus(it.effect)),
            it.state,
        )
    if result.total is None or result.interaction is None or result.parts is None:
        print("not judged: conservative.unknown")
        return 2
    both = f"{fixed(UP.plus(result.total))} ({fixed(result.total)})"
    print(f"conservative total: {both} kg CO2e per {result.unit}")
    for name, kg in zip(("data and modelling", "method and use"), result.parts, strict=True):
        print(f"by {name}: {fixed(SHOWN.plus(kg))} ({fixed(kg)})")
    print(f"interaction: {fixed(SHOWN.plus(result.interaction))} ({fixed(result.interaction)})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
