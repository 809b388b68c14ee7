"""A second, independent verifier of Cradle bundles: one file of standard-library Python (3.11).

    python verify_alone.py BUNDLE POLICY.toml [FACTORS.json ...]

It imports nothing of Cradle and goes by docs/formats and docs/method.md. Take it from a release,
never from a bundle, and write the policy yourself. It judges from the bytes up to the figure, and
the first finding is the last: the code that `cradle verify` has for it, and what it is about.

    exit 0 verified    1 contradicted    2 incomplete, or not judged here    3 usage or policy

Not judged here, and so never verified: imported files, filled gaps, site balances, ratings, recycled
inputs, recovered energy, material that replaces nothing named, offsets, certificates, transport
legs, supplies that a rulebook revalues, rulebooks with a collection rate or a disposal factor, keys
that changed, keys of P-256, reports of monitors, bundles about a delivery, redacted bundles.
Taken as they are: rulebook and factor sets, which the policy names by digest, countries, gases and
process codes beyond the form of such words, and lists however long.
"""

import base64
import json
import re
import struct
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, Overflow
from fractions import Fraction
from functools import cache
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256, sha512
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from unicodedata import is_normalized
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

Json = Any
VERDICTS = "verified", "contradicted", "incomplete"
INCOMPLETE = re.compile(
    r"(file|statement|proof|blob)\.missing|.*\.(withheld|unreadable|not_judged)"
    r"|container\.form|bundle\.no_subject|witness\.quorum|rulebook\.unknown_parts"
)
"""The codes of what is not there, or not judged here; every other one is of a contradiction."""
ZIP_ERRORS = BadZipFile, EOFError, RuntimeError, struct.error


class FindingError(ValueError):
    """What is wrong, by its code, and the statement or file that it is about."""


def must(sound: object, code: str, subject: str = "bundle") -> None:
    """Ends the judgement with a finding unless something holds."""
    if not sound:
        raise FindingError(code, subject)


@contextmanager
def failing_as(code: str, subject: str = "bundle") -> Iterator[None]:
    """What cannot be read, or is not of its form, is found under a code."""
    try:
        yield
    except FindingError:
        raise
    except (*ZIP_ERRORS, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise FindingError(code, subject) from None


# ---- Documents: canonical JSON of known forms (formats/statement.md and the pages of each kind)

# `word = pattern` or `document member:form ...`, ended by a semicolon. A member alone has the form
# of its name, `member?` may be absent. `[form]` is a list, `[form]+` of one row at least, `<` in
# order, of the members that follow. What is no name here is a pattern itself. A document or member
# without a form is not judged; where there are two of a name, `type` or `kind` says which it is.
TABLE = r"""
id = sha256:[0-9a-f]{64}; hash = [0-9a-f]{64}; key = [0-9a-f]{64}|0[23][0-9a-f]{64};
nonce = [0-9a-f]{32}; word = [a-z0-9_]{1,32}; code = [A-Za-z0-9][A-Za-z0-9._-]{0,63};
text = (?=.{1,1024}\Z)\S(.*\S)?; date = (19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2};
origin = (?=.{1,200}\Z)[a-z0-9][a-z0-9.-]*(/[a-z0-9._-]+)*;
flow = (?=.{1,200}\Z)[a-z0-9_]+(:[A-Za-z0-9._-]+)+; product = [A-Za-z][A-Za-z0-9+.-]*:\S{1,500};
country = [A-Z]{2}|[A-Z][A-Za-z]{2}; element = [A-Z][A-Za-z]{0,3}; share = 1|0\.[0-9]{0,29}[1-9];
kilogram = kg; unit = kg|kWh|MJ|m3|tkm|piece|unit|m|m2|h;
group = fossil|biogenic|land_use_change|uptake|unspecified;
stage = raw_material|main_production|distribution|end_of_life;
process = (raw_material|main_production|distribution|end_of_life)\.[a-z_]+;
purpose = material|packaging|energy|transport|direct|processing|disposal|energy_recovery;
known = metered|invoiced|weighed|assayed|calculated|estimated|apportioned;
reason = correction|new_data|method_change|entered_in_error;
party = supplier|manufacturer|auditor|operator|registrar|witness;

envelope payload:.* payloadType:[!-~]{1,128} signatures:[signature]+; signature sig:.*;
section kind:word issuer?:id section:word salt:nonce value:any; state size:index root:hash;
period start:date end:date; supersedes id reason;
public alg:ed25519|p256 key custody?:file|browser|hsm;
participant origin root_keys:[public]+<key threshold:count working_keys:[public]+<key
  roles:[party]+< registrar?:id sections:of_participant;
of_participant profile:id; profile legal_name:text country identifiers:[identifier];
identifier scheme:word value:text;

entry origin issuer:id site process period lot?:code model?:product supersedes? sections:of_entry
  basis:lot_actual|site_period_average|model_declared|reported_by_customer;
site code country zone?:code; of_entry inventory:id product:id quality?:id;
inventory outputs:[output]+<line inputs:[input] wastes:[waste] emissions:[emission]
  avoided:[avoided] allocation?:mass|energy|revenue;
output line:code product name:text amount unit role:main|co_product|by_product|scrap
  allocation_value?:amount batteries?:count;
input_delivery type:word delivery:id unit purpose ROW;
input_activity type:word flow unit purpose stage source:dataset|declared electricity?
  material?:element ROW;
electricity supply:on_site|direct_line|contract|grid certificates:[certificate];
waste flow unit purpose stage ROW; emission gas:word origin:word unit:kilogram stage ROW;
avoided delivery?:id flow? material?:element allocation_value?:amount unit stage ROW;
product_lines lines:[line]+<line;
line line:code form:as_is|dry|hydrate formula?:[A-Za-z0-9().]{1,64} kg_per_unit?:amount
  kwh_per_unit?:amount elements:[content]<element;
content element:[A-Z][a-z]? fraction:share recycled?:share;
quality ratings:[rated] company_specific_share?:quantity coverage?:quantity;
delivery origin issuer:id recipient:id entry:id line:code product unit number:text
  use:physical|representative amount? valid_until?:date figure?:told supersedes? nonce;
told registry:state rulebook:id factor_sets:[id]+< total:figure
  cells:[cell]<stage,group,sign,term;
cell stage group sign:burden|credit value:cell_value
  term?:recycled_content|recycling|substitution|energy_recovery|disposal;
withdrawal origin issuer:id withdraws:id reason nonce;

calculation origin issuer:id model:product site:code period category:EV|LMT|industrial
  vehicle_category?:code capacity_kwh:amount warranties:[warranty] cycle_life?:amount
  capacity_evidence?:id batteries:count total_energy:ratio cells:[cell] stages:[net] total:figure
  rulebook:id factor_sets:[id]+< as_of:state software:text sections:of_calculation;
of_calculation composition:id; ratio numerator:amount denominator:amount; net stage value:figure;
warranty years:amount km?:amount remaining_energy?:amount evidence?:id;
composition rows:[counted]+<role,entry,delivery,line exclusions:[exclusion]<entry;
counted role:product|distribution|end_of_life entry?:id delivery?:id line:code amount unit;
exclusion entry:id reason:text;
attestation origin issuer:id calculation?:id delivery?:id bundle:id policy:id findings:id
  scope:text level:limited|reasonable materiality:amount depth:depths nonce
  outcome:verified|verified_with_remarks|refused;
depths default:recomputed|sampled|site_visit|documents exceptions:[exception];
exception statement:id depth:recomputed|sampled|site_visit|documents|attested;
declaration origin issuer:id calculation:id attestation:id conformity:text study:https://\S{1,500}
  nonce;

leaf_participant v:one kind:word id sigs:id; leaf_key v:one kind:word id of:id sigs:id;
leaf_superseded v:one kind:word old:id by:id; leaf_withdrawn v:one kind:word old:id by:id;
leaf_made v:one kind:word subject:id id; proof index leaf:logged path:[hash];
logged v:one kind:word id registry:state sigs:id old?:id;
policy note?:text origin logs quorum:index witnesses?:[witness] registrars:[id]+ auditors?:[id]
  rulebooks:[id]+ factor_sets:[id]+ oldest_registry_size:index last_seen?:state monitors?:[text];
logs entries:text registry:text earlier?:[earlier]; earlier vkey:text until:index;
witness vkey:text group:text;
rulebook id version title legal_status declarable filing filing_rules boundary avoided unknown
  functional_units warranty required_roles required_stages electricity transport cut_off classes
  company_specific circular_footprint data_quality balances references refused_origins
  characterization not_covered;
circular_footprint default_a materials collection_rate ed b joint_basis
"""
ROW = "amount document?:text evidence:[id] known"
NUMBER = r"([1-9][0-9]{0,%d}(\.[0-9]{0,%d}[1-9])?|0\.[0-9]{0,%d}[1-9])"
FORMS: dict[str, Json] = {
    "amount": NUMBER % (17, 29, 29),
    "quantity": f"0|-?{NUMBER}" % (17, 29, 29),
    "figure": f"0|-?{NUMBER}" % (31, 59, 59),
    "cell_value": f"-?{NUMBER}" % (31, 59, 59),
    "any": None,
    "one": range(1, 2),
    "count": range(1, 1 << 53),
    "index": range(1 << 53),
}
for _name, *_words in map(str.split, TABLE.replace("ROW", ROW).split(";")):
    FORMS[_name] = _words[1] if _words[0] == "=" else {}
    for _member, _, _form in (_word.partition(":") for _word in _words if _words[0] != "="):
        _plain = _member.rstrip("?")
        FORMS[_name][_plain] = _form or _plain, _plain != _member
LISTED = re.compile(r"\[(\w+)\](\+?)(<?)([\w,]*)")
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef]"
)


class Document(dict[str, Json]):
    """A JSON object, whose members are read as attributes; one that is absent is None."""

    def __getattr__(self, name: str) -> Json:
        return self.get(name)


def shares_of(inventory: Json) -> dict[str, Fraction]:
    """By what the burdens of a process are shared, for each output line that bears any."""
    bearing = [row for row in inventory.outputs if row.role in {"main", "co_product"}]
    return {row.line: Fraction(row.allocation_value or 1) for row in bearing}


def is_inventory(value: Json) -> bool:
    """One output is the main one, products stand once, and shares are stated where there are."""
    bearing, products = [*shares_of(value)], {row.product for row in value.outputs}
    valued = [row.line for row in value.outputs if row.allocation_value]
    stated = valued == (bearing if bearing[1:] else [])
    main = [row.role for row in value.outputs].count("main")
    unique = main == 1 and len(products) == len(value.outputs)
    return unique and stated and bool(value.allocation) == bool(valued)


RULES: dict[str, Callable[[Json], object]] = {
    "date": date.fromisoformat,
    "period": lambda v: v.start < v.end,
    "participant": lambda v: v.threshold <= len(v.root_keys),
    "entry": lambda v: (v.basis == "lot_actual") == ("lot" in v),
    "delivery": lambda v: ("amount" in v) == (v.use == "physical") != ("valid_until" in v),
    "counted": lambda v: len(v) == 5 and ("entry" in v or v.role != "product"),
    "inventory": is_inventory,
    "input_activity": lambda v: (v.purpose + v.unit == "energykWh") == ("electricity" in v),
    "avoided": lambda v: len({"delivery", "flow"} & {*v} or {"material"} & {*v}) == 1,
    "attestation": lambda v: len({"calculation", "delivery"} & {*v}) == 1,
}
"""What holds between the members of a document."""


def fits(value: Json, form: str) -> bool:
    """Whether a value has a form, which is one that is known here."""
    if form not in FORMS and isinstance(value, Document):
        form = f"{form}_{value.type or value.kind}"
    known, listed = FORMS.get(form, form), LISTED.fullmatch(form)
    must(known != form or not form.isidentifier(), "form.not_judged")
    if listed:
        inner, least, order, keys = listed.groups()
        sound = isinstance(value, list) and all(fits(row, inner) for row in value)
        sound = sound and bool(value or not least) and not (order and is_disordered(value, keys))
    elif isinstance(known, dict):
        unknown = isinstance(value, Document) and value.keys() - known.keys()
        must(not unknown, "form.not_judged")
        sound = isinstance(value, Document) and all(
            fits(value[name], of) if name in value else optional
            for name, (of, optional) in known.items()
        )
    elif isinstance(known, range):
        sound = type(value) is int and value in known
    else:
        text = isinstance(value, str) and known and is_text(value) and re.fullmatch(known, value)
        sound = known is None or bool(text)
    return sound and bool(form not in RULES or RULES[form](value))


def is_disordered(rows: list[Json], keys: str = "") -> bool:
    """Whether rows are out of the order of themselves, or of some members, or stand twice."""
    by = [[row[key] for key in keys.split(",") if key in row] if keys else row for row in rows]
    return any(left >= right for left, right in pairwise(by))


def is_text(value: str) -> bool:
    """Whether a string is in form C, without controls and non-characters."""
    odd = FORBIDDEN.search(value) or any(ord(char) & 0xFFFE == 0xFFFE for char in value)
    return not odd and is_normalized("NFC", value)


def canonical(value: Json) -> bytes:
    """RFC 8785, for values without floating point and with keys in ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data: bytes) -> str:
    """The digest of bytes, as documents spell it."""
    return f"sha256:{sha256(data).hexdigest()}"


def load(data: bytes, form: str, limit: int) -> Json:
    """A document of a form, in canonical JSON of so many bytes at most."""
    value = json.loads(data, object_hook=Document)
    if len(data) > limit or canonical(value) != data or not fits(value, form):
        raise ValueError(form)
    return value


# ---- Ed25519 (RFC 8032, under the strict policy of formats/statement.md)

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]
ZERO: Point = (0, 1, 1, 0)


def add(p: Point, q: Point) -> Point:
    """The sum of two points, in extended coordinates."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * D * p[3] * q[3] % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    """The sum of so many times a point."""
    total = ZERO
    for bit in f"{scalar:b}":
        total = add(total, total)
        total = add(total, point) if bit == "1" else total
    return total


def encode(point: Point) -> bytes:
    """The one canonical encoding of a point."""
    x, y = (part * pow(point[2], -1, P) % P for part in point[:2])
    return (y | (x & 1) << 255).to_bytes(32, "little")


@cache
def decode(data: bytes) -> Point | None:
    """The point of an encoding, if that is canonical and the point of prime order."""
    sign, y = divmod(int.from_bytes(data, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    root = root if root * root % P == square else root * pow(2, (P - 1) // 4, P) % P
    x = root if root & 1 == sign else P - root
    point = x, y, 1, x * y % P
    is_on_curve = root * root % P == square and encode(point) == data != encode(ZERO)
    return point if is_on_curve and encode(times(L, point)) == encode(ZERO) else None


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or ZERO


@cache
def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a key signed: S below L, R canonical and not of small order, no cofactor."""
    point, s = decode(key), int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % L
    r = encode(add(times(s, BASE), times(L - k, point)))  # of prime order, so small only as zero
    return r == signature[:32] != encode(ZERO)


# ---- Container, checkpoints, Merkle trees (formats/bundle.md, logs.md; C2SP notes, RFC 9162)

FILE_NAME = re.compile(r"[\w-][\w.-]{0,99}(/[\w-][\w.-]{0,99}){0,3}", re.ASCII)
SIGNER = r"[^\s+\x00-\x1f\x7f]{1,256}"
CHECKPOINT = re.compile(
    r"((\S+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n)\n"
    rf"((?:\u2014 {SIGNER} [A-Za-z0-9+/]{{7,}}={{0,2}}\n)+)"
)


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a bundle by name: a zip, stored, sorted and dated as packing them again does."""
    files, again = dict[str, bytes](), BytesIO()
    with failing_as("container.form"), ZipFile(BytesIO(data)) as given, ZipFile(again, "w") as copy:
        entries = given.infolist()
        must(all(each.compress_type == ZIP_STORED for each in entries), "container.form")
        must(sum(each.compress_size for each in entries) < len(data), "container.form")
        for name in sorted({*given.namelist()}):
            files[name], entry = given.read(name), ZipInfo(name)
            entry.create_system = 0
            copy.writestr(entry, files[name])
            entry.external_attr = 0
    must(all(map(FILE_NAME.fullmatch, files)) and again.getvalue() == data, "container.form")
    return files


def unbase64(text: str) -> bytes:
    """The bytes of standard base64 that encodes to itself again."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64")
    return data


def parse_vkey(text: str, kind: int, name: str = SIGNER) -> tuple[str, bytes, bytes]:
    """Name, short hash and key of a C2SP verifier key of a type, as a policy writes it."""
    parts = re.fullmatch(rf"({name})\+([0-9a-f]{{8}})\+(\S+)", text)
    label, short, encoded = parts.groups() if parts else ("", "", "")
    raw = unbase64(encoded)
    sound = short == sha256(label.encode() + b"\n" + raw).hexdigest()[:8]
    must(sound and raw[0] == kind and decode(raw[1:]), "policy.key", text)
    return label, bytes.fromhex(short), raw[1:]


def node_of(*parts: bytes) -> bytes:
    """The hash of a leaf or inner node: of the byte that says which, and what is in it."""
    return sha256(b"".join(parts)).digest()


@cache
def root_of(nodes: tuple[bytes, ...]) -> bytes:
    """The root of a tree of leaves."""
    if len(nodes) < 2:
        return nodes[0] if nodes else sha256(b"").digest()
    left = 1 << (len(nodes) - 1).bit_length() - 1  # the largest power of two below
    return node_of(b"\1", root_of(nodes[:left]), root_of(nodes[left:]))


def climb(node: bytes, index: int, size: int, path: list[str]) -> bytes:
    """The root that a path leads to; nothing where it is no path of that tree."""
    if size < 2 or not path:
        return node if (index, size, path) == (0, 1, []) else b""
    *inner, last = path
    left, sibling = 1 << (size - 1).bit_length() - 1, bytes.fromhex(last)
    if index < left:
        return node_of(b"\1", climb(node, index, left, inner), sibling)
    return node_of(b"\1", sibling, climb(node, index - left, size - left, inner))


# ---- Statements, and the sections that they name (formats/statement.md, sections.md)

MAKERS = {"supplier", "manufacturer"}
ROLES = {"entry": MAKERS, "delivery": MAKERS, "withdrawal": MAKERS, "attestation": {"auditor"}}
ROLES |= {"calculation": {"manufacturer"}, "declaration": {"manufacturer"}}
CITING = {"issuer", "recipient", "registrar", "entry", "delivery", "calculation", "attestation"}
CITING |= {"withdraws", "id"}
"""The members under which a document names a statement."""
NOTHING = Document(outputs=[], inputs=[], wastes=[], emissions=[], avoided=[])


def digests(value: Json, member: str = "") -> Iterator[tuple[str, str]]:
    """All digests in a document, each with the member that it stands under."""
    if isinstance(value, str) and value.startswith("sha256:"):
        yield member, value
    pairs = value.items() if isinstance(value, dict) else ()
    for name, item in ((member, each) for each in value) if isinstance(value, list) else pairs:
        yield from digests(item, name)


def open_statement(data: bytes, named: str) -> Json:
    """The statement in an envelope; its id is the digest of what is signed (DSSE)."""
    envelope = load(data, "envelope", 80 << 10)
    media, payload = envelope.payloadType, unbase64(envelope.payload)
    signatures = [unbase64(row.sig) for row in envelope.signatures]
    message = b"DSSEv1 %d %s %d %s" % (len(media), media.encode(), len(payload), payload)
    kind = media.removeprefix("application/vnd.cradle.").removesuffix(".v1+json")
    must(not is_disordered(signatures), "file.unreadable", named)
    must(digest(message) == named, "statement.digest", named)
    must(kind in {"participant", *ROLES}, "form.not_judged", named)
    with failing_as("statement.invalid", named):
        said = load(payload, kind, 48 << 10)
    signed: Json = Document(id=named, kind=kind, said=said, message=message, signatures=signatures)
    signed.sigs, signed.shown = digest(b"".join(signatures)), Document()
    signed.keys = [*(said.root_keys or ()), *(said.working_keys or ())]
    signed.old = said.withdraws or (said.supersedes and said.supersedes.id)
    site = said.site.code if kind == "entry" else said.site
    made = canonical({"issuer": said.issuer, "model": said.model, "site": site})
    signed.product = digest(made) if said.model else ""
    return signed


def open_section(data: bytes, named: str) -> Json:
    """A section, whose value has the form of its name."""
    with failing_as("section.invalid", named):
        section = load(data, "section", 1 << 24)
        form = "product_lines" if section.section == "product" else section.section
        sound = fits(section.value, form) and (form == "composition" or len(data) <= 1 << 20)
        must(sound, "section.invalid", named)
    return section


# ---- Figures: kg CO2e per unit of a line, by stage, group, sign and term (method.md, rulebook.md)

FIGURE = Context(34, ROUND_HALF_EVEN, Emin=-27, Emax=30)
"""What a figure is rounded to, once: 34 digits, none beyond the 60th decimal, below 1e31."""
TOLD = Context(4, ROUND_HALF_EVEN, Emin=-57, Emax=30)
"""What a supplier tells a customer: 4 digits."""
Cells = dict[tuple[str, ...], Fraction]
Sums = defaultdict[Json, Fraction]


def rounded(value: Fraction, context: Context) -> Fraction:
    """An exact number, rounded once."""
    try:
        return Fraction(context.divide(value.numerator, value.denominator))
    except Overflow:
        raise FindingError("figure.overflow", "calculation") from None


def read_cells(rows: list[Json]) -> Cells:
    """The cells that a document states."""
    members = ("stage", "group", "sign", "term")
    return {tuple(row.get(each, "") for each in members): Fraction(row.value) for row in rows}


def total_of(cells: Cells, stage: str = "") -> Fraction:
    """The sum of cells, of one stage if one is asked for."""
    return sum((kg for key, kg in cells.items() if stage in {"", key[0]}), Fraction(0))


def one(rows: list[Json], code: str, subject: str) -> Json:
    """The one row that a rule demands."""
    must(rows, code, subject)
    must(len(rows) == 1, "factor.ambiguous", subject)
    return rows[0]


class Graph:
    """The entries behind rows that cite them, each in its newest version as of a registry state."""

    def __init__(self, statements: dict[str, Json], leaves: list[Json], rows: list[Json]) -> None:
        self.statements, self.lineage = statements, set[str]()
        self.changes = {leaf.old: (at, leaf) for at, leaf in enumerate(leaves) if leaf.old}
        self.touched = defaultdict[str, int](lambda: -1)
        self.sources: dict[str, tuple[Json, Json]] = {}
        self.suppliers: dict[str, set[str]] = {}
        self.problems: list[tuple[str, str]] = []
        waiting = [self.resolve(row) for row in rows]
        while waiting:
            entry = waiting.pop()
            if entry and entry.id not in self.suppliers:
                found = [self.resolve(row) for row in entry.draws]
                self.suppliers[entry.id] = {each.id for each in found if each}
                waiting += found
        try:
            self.order = [*TopologicalSorter(self.suppliers).static_order()]
        except CycleError as error:
            self.problems.append(("graph.loop", min(error.args[1])))

    def newest(self, name: str) -> str:
        """The newest version of a statement; empty where it was withdrawn."""
        self.lineage.add(name)
        while name in self.changes:
            at, leaf = self.changes[name]
            name = leaf.by if leaf.kind == "superseded" else ""
            self.touched[name] = at
            self.lineage.add(name)
        return name

    def resolve(self, row: Json) -> Json:
        """The entry that a row cites, or whose line is delivered by the delivery that it cites."""
        document, found = row, []
        for kind in [kind for kind in ("delivery", "entry") if kind in row or kind == "entry"]:
            name = self.newest(document[kind])
            if not name or self.statements[name].kind != kind:
                code = "citation.kind" if name else f"{kind}.withdrawn"
                self.problems.append((code, document[kind]))
                return None
            found.append(self.statements[name])
            document = found[-1].said
        if "delivery" in row:
            self.sources[row.delivery] = found[0], found[1]
        return found[-1]

    def upstream(self, entry: str) -> set[str]:
        """All entries that an entry rests on, and itself."""
        found = {entry}
        for node in reversed(self.order):
            found |= self.suppliers[node] if node in found else set()
        return found


class Figures:
    """What each line of a graph comes to under a rulebook and factor sets, suppliers first."""

    def __init__(self, graph: Graph, rules: Json, sets: list[Json]) -> None:
        self.graph, self.rules, self.formula = graph, rules, rules.circular_footprint
        self.factors = defaultdict[Json, list[Json]](list)
        for row in (row for each in sets for row in each.rows):
            values = {value.group: Fraction(value.value) for value in row["values"]}
            self.factors[row.flow, row.unit, row.direction].append(values)
        refused = {row.origin for row in rules.refused_origins or ()}
        for row in (row for row in rules.characterization.rows if row.origin not in refused):
            self.factors[row.gas, row.origin, "gas"].append({row.group: Fraction(row.value)})
        self.filed = {(row.process_stage, row.purpose): row.stage for row in rules.filing_rules}
        self.lines: dict[tuple[str, str], Cells] = {}
        for node in graph.order:
            self.compute(graph.statements[node])

    def compute(self, entry: Json) -> None:
        """One exact sum of amount x factor for each cell, then one division for each line."""
        inventory, self.entry, sums = entry.inventory, entry.id, Sums(Fraction)
        self.stage = entry.said.process.split(".")[0]
        self.at_end = self.formula is not None and self.stage == "end_of_life"
        weights, credit_weights = self.weigh(inventory.avoided)
        for part in ("inputs", "wastes", "emissions"):
            for row in inventory[part]:
                factor, new = weights.get(row.purpose or "direct", weights["process"])
                for (*key, term), kg in self.cells_of(row, part).items():
                    sums[*key, new or term] += kg * Fraction(row.amount) * factor
        for row, factor in zip(inventory.avoided, credit_weights, strict=True):
            term = "substitution" if self.at_end else ""
            for (_, group, _, _), kg in self.cells_of(row, "avoided").items():
                sums[row.stage, group, "credit", term] -= kg * Fraction(row.amount) * factor
        shares = shares_of(inventory)
        for row in inventory.outputs:
            share = shares.get(row.line, Fraction(0)) / sum(shares.values()) / Fraction(row.amount)
            cells = {key: rounded(kg * share, FIGURE) for key, kg in sums.items()}
            self.lines[entry.id, row.line] = cells

    def cells_of(self, row: Json, part: str) -> Cells:
        """What one unit of a row comes to: its delivered line, or its factor under its stage."""
        if "delivery" in row:
            delivery, entry = self.graph.sources[row.delivery]
            sums = Sums(Fraction)
            for (stage, *others), kg in self.lines[entry.id, delivery.said.line].items():
                sums["end_of_life" if self.at_end else stage, *others] += kg
            return sums
        rule, supply = self.rules.electricity or {}, row.electricity and row.electricity.supply
        revalued = supply and "fallback" in rule and supply not in rule["allowed"]
        must(not revalued, "electricity.not_judged", self.entry)
        key = row.flow, row.unit, "treatment" if part == "wastes" else "product"
        code = "factor.none"
        if part == "emissions":
            key, code = (row.gas, row.origin, "gas"), "gas.not_characterized"
        stage = row.stage
        if self.rules.filing == "rule":
            stage = self.filed.get((self.stage, row.purpose or "direct"), self.stage)
        factor = one(self.factors[key], code, self.entry)
        return {(stage, group, "burden", ""): kg for group, kg in factor.items()}

    def weigh(self, lines: list[Json]) -> tuple[dict[str, tuple[Fraction, str]], list[Fraction]]:
        """What rows count by: those of each purpose, with their term, and each credit.

        Circular Footprint Formula at end of life: 1-A of the process, (1-A) Qsout/Qp of a credit.
        """
        formula, whole = self.formula, Fraction(1)
        if not self.at_end:
            must(not (formula and lines), "avoided.refused", self.entry)
            return {"process": (whole, "")}, [whole] * len(lines)
        rates = formula.collection_rate.value, formula.ed.value
        must(rates == ("1", "0"), "rulebook.not_judged", self.entry)
        told = all("delivery" in row or "flow" in row for row in lines)
        must(told, "form.not_judged", self.entry)
        basis = "amount" if formula.joint_basis == "mass" else "allocation_value"
        must(all(row.unit == "kg" and basis in row for row in lines), "cff.basis", self.entry)
        known = {each.material: each for each in formula.materials}
        default = Document(a=formula.default_a, qs_out=Document(value="1"))
        materials = [known.get(row.material, default) for row in lines]
        left = [1 - Fraction(each.a.value) for each in materials]
        mass = [Fraction(row[basis]) for row in lines]
        joint = sum(share * kg for share, kg in zip(left, mass, strict=True)) / (sum(mass) or whole)
        weights = {
            "process": (joint, "recycling") if lines else (whole, ""),
            "transport": (whole, ""),
            "energy_recovery": (1 - Fraction(formula.b.value), "energy_recovery"),
            "disposal": (whole, "disposal"),
        }
        quality = [Fraction(each.qs_out.value) for each in materials]
        return weights, [share * ratio for share, ratio in zip(left, quality, strict=True)]


# ---- The judgement (formats/bundle.md, participant.md, logs.md, declaration.md, delivery.md)

FIXED = {"checkpoints/entries", "checkpoints/registry", "registry.json", "last.json"}


def overlap(one: Json, other: Json) -> bool:
    """Whether the periods of two documents share a day."""
    return bool(one.period.start < other.period.end and other.period.start < one.period.end)


def find_line(entry: Json, line: str) -> Json:
    """An output line of an entry; empty where it has none of that name."""
    return next((row for row in entry.inventory.outputs if row.line == line), Document())


class Audit:
    """The judgement of a bundle under a policy: step by step, up to the first that finds something."""

    def __init__(self, policy: Json, own: Iterable[bytes] = ()) -> None:
        self.policy, self.blobs = policy, {digest(data): data for data in own}
        self.statements, self.sections = dict[str, Json](), dict[str, Json]()
        self.proofs, self.registered = dict[str, Json](), dict[str, int]()
        self.found, self.exit_code, self.total = set[tuple[int, str, str]](), 0, ""

    def run(self, data: bytes) -> "Audit":
        """Judges a bundle."""
        evidence = (self.check_logs, self.check_links, self.check_registrations, self.check_log)
        goods = (self.check_registry, self.check_lineage, self.check_deliveries, self.check_amounts)
        rules = (self.check_twins, self.check_documents, self.check_method, self.check_told)
        figure = (self.check_words, self.check_rows, self.check_composition, self.check_equality)
        try:
            with failing_as("form.not_judged"):
                self.read_files(unpack(data))
                for step in (*evidence, *goods, *rules, *figure):
                    step()
            self.total = self.said.total
        except FindingError as finding:
            code, about = finding.args
            self.exit_code = 2 if INCOMPLETE.fullmatch(code) else 1
            self.found = {(self.exit_code, code, about)}
        return self

    def read_files(self, files: dict[str, bytes]) -> None:
        """Every file is what the digest in its name says, canonical, and of a form known here."""
        self.files = files
        for name in FIXED:
            must(name in files, "file.missing", name)
        for path, data in files.items():
            with failing_as("file.unreadable", path):
                self.read(path, data)
        for signed in self.statements.values():
            for part, name in (signed.said.sections or {}).items():
                if section := self.sections.get(name):
                    told = section.kind, section.section, section.issuer
                    must(told == (signed.kind, part, signed.said.issuer), "section.foreign", name)
                    signed.shown[part] = section.value
            signed.names = [*digests([signed.said, signed.shown])]
            signed.cites = {name for member, name in signed.names if member in CITING}
            signed.inventory = signed.shown.inventory or NOTHING
            rows = signed.inventory.inputs + signed.inventory.avoided
            signed.draws = [row for row in rows if "delivery" in row]

    def read(self, path: str, data: bytes) -> None:
        """Keeps what is in a file."""
        folder, _, name = path.partition("/")
        named = f"sha256:{name[:64]}"
        known = folder not in {"sections", "blobs"} or digest(data) == named
        must(known, f"{folder[:-1]}.digest", path)
        match folder:
            case "statements":
                self.statements[named] = open_statement(data, named)
            case "sections":
                self.sections[named] = open_section(data, named)
            case "blobs":
                self.blobs[named] = data
            case "proofs" | "last.json":
                self.proofs[named] = load(data, "proof", 1 << 14)
            case "registry.json":
                self.leaves = load(data, "[leaf]", 1 << 30)
                self.nodes = tuple(node_of(b"\0", canonical(leaf)) for leaf in self.leaves)
            case "monitor.json":
                must(None, "monitor.not_judged", path)
            case _:
                must(path in FIXED, "file.unnamed", path)

    def open_checkpoint(self, log: str) -> Json:
        """Size and root that the policy's log has signed, and a quorum of groups of witnesses."""
        name, groups = f"checkpoints/{log}", set[str]()
        keys = [(row.vkey, 4, row.group) for row in self.policy.witnesses or ()]
        until = log_keys(self.policy, log)
        keys += [(vkey, 1, "") for vkey in until]
        counted = False
        with failing_as("file.unreadable", name):
            note = CHECKPOINT.fullmatch(self.files[name].decode())
            text, origin, size, root, lines = note.groups() if note else ()
            rows = [line.split(" ") for line in lines.splitlines()]
            signatures = [(signer, unbase64(raw)) for _, signer, raw in rows]
        for vkey, kind, group in keys:
            signer, short, key = parse_vkey(vkey, kind)
            for raw in [raw[4:] for who, raw in signatures if (who, raw[:4]) == (signer, short)]:
                stamp = raw[:8] if group else b""
                time = int.from_bytes(stamp, "big")
                first = b"cosignature/v1\ntime %d\n" % time if group else b""
                sound = verifies(key, first + text.encode(), raw[len(stamp) :])
                code = "witness.signature" if group else "note.signature"
                must(sound and time < 253_402_300_800, code, name)  # before the year 10000
                groups.add(group)
                counted |= int(size) <= until.get(vkey, -1)
        must("" in groups, "note.unsigned", name)
        must(origin == f"{self.policy.origin}/{log}", "checkpoint.form", name)
        must(counted, "checkpoint.key_ended", name)
        must(len(groups - {""}) >= self.policy.quorum, "witness.quorum", name)
        return Document(size=int(size), root=unbase64(root).hex())

    def holds(self, state: Json) -> bool:
        """Whether the registry once was in a state."""
        known = state.size <= len(self.nodes)
        return bool(known and root_of(self.nodes[: state.size]).hex() == state.root)

    def check_logged(self, proof: Json, subject: str) -> None:
        """A proof leads to the root that the entries log has signed."""
        leaf = node_of(b"\0", canonical(proof.leaf))
        root = climb(leaf, proof.index, self.head.size, proof.path)
        must(root.hex() == self.head.root, "merkle.inclusion", subject)

    def check_logs(self) -> None:
        """The registry is the one that both logs sign, and continues what the reader saw last."""
        self.head, registry = self.open_checkpoint("entries"), self.open_checkpoint("registry")
        last, policy, name = self.proofs.pop("sha256:"), self.policy, "registry.json"
        self.check_logged(last, "last.json")
        must(last.index == self.head.size - 1, "last.index", "last.json")
        must(registry.size == len(self.leaves) and self.holds(registry), "registry.root", name)
        must(self.holds(last.leaf.registry), "registry.forked", name)
        must(registry.size >= policy.oldest_registry_size, "registry.too_old", name)
        must(not policy.last_seen or self.holds(policy.last_seen), "registry.last_seen", name)

    def demand(self, name: str, kind: str, about: str = "") -> Json:
        """The statement of a name, which is there and of a kind."""
        must(name in self.statements, "statement.missing", name)
        must(self.statements[name].kind == kind, "citation.kind", about or name)
        return self.statements[name]

    def find_subject(self) -> None:
        """The one declaration of a bundle, or else its one calculation; and the calculation."""
        known = sorted((signed.kind, name) for name, signed in self.statements.items())
        names = [name for kind, name in known if kind == "declaration"]
        names = names or [name for kind, name in known if kind == "calculation"]
        must(names, "bundle.no_subject", "statements")
        must(len(names) == 1, "bundle.subjects", names[-1])
        self.subject = self.statements[names[0]]
        self.name = self.subject.said.calculation or names[0]
        self.calculation = self.demand(self.name, "calculation")
        self.said = self.calculation.said

    def check_links(self) -> None:
        """What is named is there, and what is there is named: from the subject to the last file."""
        self.find_subject()
        following, named, closure = defaultdict[str, list[str]](list), {""}, set[str]()
        for leaf in self.leaves:
            following[leaf.old or leaf.subject].append(leaf.by or leaf.id)
        for signed in self.statements.values():
            if signed.kind == "attestation":
                following[signed.said.delivery].append(signed.id)
        waiting, hidden = [self.subject.id, *following[self.calculation.product]], False
        waiting += self.proofs.keys() - self.statements.keys()
        while waiting:
            name = waiting.pop()
            if name not in closure:
                must(name in self.statements, "statement.missing", name)
                closure.add(name)
                signed = self.statements[name]
                waiting += [*signed.cites, *following[name]]
                named |= {each for _, each in signed.names}
                unseen = (signed.said.sections or {}).keys() - signed.shown.keys()
                hidden |= bool(unseen & {"inventory", "composition"})
                must("profile" not in unseen, "section.withheld", name)
        paths = {f"{each[7:]}.json" for each in named | closure}
        code = "section.withheld" if hidden else "file.unnamed"
        for path in self.files.keys() - FIXED:
            must(path.partition("/")[2] in paths, code, path)

    def check_registrations(self) -> None:
        """Who states something was registered, by a registrar of the policy, with keys of its own."""
        holders = dict[str, str]()
        for at, leaf in enumerate(self.leaves):
            if leaf.kind == "participant":
                self.registered.setdefault(leaf.id, at)
            changed = leaf.kind == "key" and leaf.of in self.statements
            must(not changed, "key.not_judged", str(leaf.of))
        for name, signed in self.statements.items():
            must(signed.said.origin == self.policy.origin, "statement.origin", name)
            self.check_signatures(signed)
            for key in signed.keys:
                must(holders.setdefault(key.key, name) == name, "key.in_use", name)
            if signed.kind == "participant":
                by = signed.said.registrar or name
                must(by in self.policy.registrars, "policy.registrar", name)
                must(name in self.registered, "participant.unregistered", name)
                at = self.registered[name]
                may = "registrar" in self.statements[by].said.roles
                may = may and self.registered.get(by, at) < at
                must(may or by == name, "registrar.unknown", name)

    def check_signatures(self, signed: Json) -> None:
        """All its keys and its registrar sign a registration, one key of its issuer the others."""
        by = signed.said.registrar if signed.kind == "participant" else signed.said.issuer
        keys = signed.keys + (self.statements[by].said.working_keys if by else [])
        must(all(row.alg == "ed25519" for row in keys), "key.not_judged", signed.id)
        raws = [bytes.fromhex(row.key) for row in keys]
        signers = set[bytes]()
        for raw in signed.signatures:
            fitting = {key for key in raws if verifies(key, signed.message, raw)}
            must(fitting - signers, "signature.unknown", signed.id)
            signers |= fitting
        own = {*raws[: len(signed.keys)]}
        must(own <= signers, "signature.missing", signed.id)
        must(len(signers) == len(own) + bool(by), "signature.count", signed.id)

    def check_log(self) -> None:
        """The log holds each statement, under a leaf that says what is true, after what it cites."""
        size = 0
        for name in sorted(self.statements):
            if self.statements[name].kind != "participant":
                must(name in self.proofs, "proof.missing", name)
                self.check_leaf(self.statements[name], self.proofs[name])
        for name, proof in sorted(self.proofs.items(), key=lambda item: item[1].index):
            must(proof.leaf.registry.size >= size, "leaf.registry_backwards", name)
            size = proof.leaf.registry.size
            for other in self.statements[name].cites & self.proofs.keys():
                must(self.proofs[other].index < proof.index, "citation.forward", name)

    def check_leaf(self, signed: Json, proof: Json) -> None:
        """A leaf is in the log and of this statement, whose issuer was registered and may state it."""
        name, issuer, leaf = signed.id, signed.said.issuer, proof.leaf
        self.check_logged(proof, name)
        says = leaf.id, leaf.kind, leaf.old
        must(says == (name, signed.kind, signed.old), "leaf.statement", name)
        must(leaf.sigs == signed.sigs, "leaf.signatures", name)
        must(self.holds(leaf.registry), "leaf.registry", name)
        known = self.registered.get(issuer, leaf.registry.size) < leaf.registry.size
        must(known, "issuer.unknown", name)
        may = ROLES[signed.kind] & {*(self.statements[issuer].said.roles or ())}
        must(may, "issuer.role", name)

    def first(self, name: str) -> str:
        """The first version of a statement."""
        while name in self.statements and self.statements[name].old:
            name = self.statements[name].old
        return name

    def lasting(self, signed: Json) -> list[Json]:
        """What all versions of an entry, or of a delivery, have in common."""
        said, site = signed.said, signed.said.site and signed.said.site.code
        kept = ("issuer", "process", "model", "recipient", "use", "product", "unit", "line")
        return [signed.kind, site, self.first(said.entry or ""), *map(said.get, kept)]

    def registry_leaves(self, signed: Json) -> Iterator[bytes]:
        """The leaves that the registry has of a statement."""
        by = signed.id
        if signed.kind == "participant":
            yield canonical({"v": 1, "kind": "participant", "id": by, "sigs": signed.sigs})
        if signed.kind == "entry" and signed.product:
            yield canonical({"v": 1, "kind": "made", "subject": signed.product, "id": by})
        if signed.old:
            kind = "withdrawn" if signed.kind == "withdrawal" else "superseded"
            yield canonical({"v": 1, "kind": kind, "old": signed.old, "by": by})

    def check_registry(self) -> None:
        """Registry and statements tell the same versions, withdrawals and products, in time."""
        places, true = dict[bytes, int](), set[bytes]()
        for at, leaf in enumerate(map(canonical, self.leaves)):
            places.setdefault(leaf, at)
        for name, signed in self.statements.items():
            size = self.proofs[name].leaf.registry.size if name in self.proofs else len(places)
            for leaf in self.registry_leaves(signed):
                must(places.get(leaf, size) < size, "registry.unlisted", name)
                true.add(leaf)
            if signed.old:
                self.check_succession(signed, self.statements[signed.old])
        changed = Counter(leaf.old for leaf in self.leaves if leaf.old)
        for leaf in self.leaves:
            by = leaf.by or leaf.id
            must(changed[leaf.old] < 2, "registry.two_successors", str(leaf.old))
            known = by not in self.statements or canonical(leaf) in true
            must(known, "registry.contradicted", by)

    def check_succession(self, new: Json, old: Json) -> None:
        """A version is of the same thing as the one before it; who withdraws had stated it."""
        must(new.said.issuer == old.said.issuer, "supersedes.issuer", new.id)
        same = old.kind in {"entry", "delivery"}
        same = same and (new.kind == "withdrawal" or self.lasting(new) == self.lasting(old))
        must(same, "supersedes.identity", new.id)

    def check_lineage(self) -> None:
        """A state that was, and nothing behind the calculation that changed before it was made."""
        composition, product = self.calculation.shown.composition, self.calculation.product
        must(composition, "section.withheld", self.name)
        self.rows, self.exclusions = composition.rows, composition.exclusions
        size, place = self.said.as_of.size, self.proofs[self.name].leaf.registry.size
        must(self.holds(self.said.as_of), "state.unknown", self.name)
        must(size >= self.policy.oldest_registry_size, "as_of.too_old", self.name)
        must(size <= place, "as_of.ahead", self.name)
        self.past = self.leaves[:size]
        self.graph = Graph(self.statements, self.past, self.rows)
        for problem in self.graph.problems:
            must(None, *problem)
        self.made = [leaf.id for leaf in self.past if leaf.subject == product]
        for leaf in self.leaves[size:place]:
            changed = leaf.old in self.graph.lineage
            if leaf.subject == product and leaf.id not in self.graph.lineage:
                changed = overlap(self.statements[leaf.id].said, self.said)
            must(not changed, "calculation.outdated", leaf.old or leaf.id)

    def check_deliveries(self) -> None:
        """What the figure rests on is shown; each delivery fits its line and who draws on it."""
        for node in self.graph.suppliers:
            entry = self.statements[node]
            must(entry.said.sections.keys() == entry.shown.keys(), "section.withheld", node)
            for row in entry.draws:
                delivery = self.graph.sources[row.delivery][0]
                said, name = delivery.said, delivery.id
                must(said.recipient == entry.said.issuer, "delivery.recipient", name)
                must(said.unit == row.unit, "delivery.unit", name)
                must("type" in row or said.use == "representative", "avoided.physical", name)
                valid = entry.said.period.start < (said.valid_until or "9")
                must(valid, "delivery.expired", name)
        for delivery, entry in self.graph.sources.values():
            said, line, name = delivery.said, find_line(entry, delivery.said.line), delivery.id
            must(said.issuer == entry.said.issuer, "delivery.issuer", name)
            must(line, "delivery.line", name)
            must((said.product, said.unit) == (line.product, line.unit), "delivery.product", name)

    def check_amounts(self) -> None:
        """No line is delivered, and no delivery drawn on, beyond what it is."""
        made = [Document(entry=name) for name in self.made]
        graph = Graph(self.statements, self.past, self.rows + made)
        delivered, drawn = Sums(Fraction), Sums(Fraction)
        for delivery, entry in {each[0].id: each for each in graph.sources.values()}.values():
            delivered[entry.id, delivery.said.line] += Fraction(delivery.said.amount or 0)
        for row in (row for node in graph.suppliers for row in self.statements[node].draws):
            if "type" in row and row.delivery in graph.sources:
                drawn[graph.sources[row.delivery][0].id] += Fraction(row.amount)
        for name, amount in drawn.items():
            most = Fraction(self.statements[name].said.amount or amount)
            must(amount <= most, "balance.drawn_above_delivery", name)
        for (name, line), amount in delivered.items():
            most = Fraction(find_line(self.statements[name], line).amount or amount)
            must(amount <= most, "balance.delivered_above_output", name)

    def check_twins(self) -> None:
        """No two entries that count state the same goods."""
        groups = defaultdict[Json, list[Json]](list)
        for entry in self.statements.values():
            if entry.kind == "entry" and entry.id not in self.graph.changes:
                place = entry.said.issuer, entry.said.site.code, entry.said.process
                for row in entry.inventory.outputs:
                    groups[*place, row.product].append(entry)
        for twin, other in (pair for group in groups.values() for pair in combinations(group, 2)):
            lots, same = {twin.said.lot, other.said.lot}, overlap(twin.said, other.said)
            same = same if None in lots else len(lots) == 1
            same = same and self.first(twin.id) != self.first(other.id)
            must(not same, "entry.twin", max(twin.id, other.id))

    def check_documents(self) -> None:
        """The policy lists the method; the attestation is of this, by an auditor of the policy."""
        for name in [self.said.rulebook, *self.said.factor_sets]:
            member = "rulebook" if name == self.said.rulebook else "factor_set"
            must(name in self.policy[f"{member}s"], f"policy.{member}", name)
            must(name in self.blobs, "blob.missing", name)
        if self.subject.kind == "declaration":
            declared = self.subject.said
            must(declared.issuer == self.said.issuer, "declaration.calculation", self.subject.id)
            name, said = declared.attestation, self.demand(declared.attestation, "attestation").said
            must(said.issuer in (self.policy.auditors or ()), "policy.auditor", name)
            must(said.issuer != self.said.issuer, "attestation.own", name)
            must(said.calculation == self.name, "declaration.attestation", name)
            must(said.outcome != "refused", "declaration.refused", name)

    def check_method(self) -> None:
        """The method is known here, and one that may be declared; every line has a figure."""
        names = [self.said.rulebook, *self.said.factor_sets]
        blobs = [json.loads(self.blobs[name], object_hook=Document) for name in names]
        self.rules, rules, sets = blobs[0], blobs[0], blobs[1:]
        must("filing" in rules, "blob.invalid", names[0])
        for name, factors in zip(names[1:], sets, strict=True):
            must("rows" in factors, "blob.invalid", name)
        unknown = rules.unknown or rules.keys() - FORMS["rulebook"].keys()
        formula = rules.circular_footprint or {}
        unknown = unknown or formula.keys() - FORMS["circular_footprint"].keys()
        must(not unknown, "rulebook.unknown_parts", self.said.rulebook)
        if self.subject.kind == "declaration":
            must(rules.declarable != "no", "declaration.rulebook", self.subject.id)
            own = {self.statements[node].said.process for node in self.graph.order}
            specific = {row.process for row in rules.company_specific}
            sound = rules.declarable != "article_7" or specific <= own
            must(sound, "declaration.company_specific", self.subject.id)
        self.lines = Figures(self.graph, rules, sets).lines

    def check_told(self) -> None:
        """What a supplier told its customer is the figure, and nothing had overtaken it by then."""
        touched, self.fitting = self.graph.touched, set[str]()
        for node in self.graph.order:
            for row in self.statements[node].draws:
                for each in self.graph.sources[row.delivery]:
                    touched[node] = max(touched[node], touched[each.id])
        for delivery, entry in self.graph.sources.values():
            told, name, last = delivery.said.figure, delivery.id, touched[entry.id]
            if told is None:
                continue
            since, place = told.registry.size, self.proofs[name].leaf.registry.size
            must(self.holds(told.registry), "state.unknown", name)
            must(not since <= last < place, "figure.outdated", name)
            total, parts = Fraction(told.total), read_cells(told.cells)
            method = told.rulebook, told.factor_sets
            if method == (self.said.rulebook, self.said.factor_sets) and last < since:
                self.fitting.add(name)
                cells = self.lines[entry.id, delivery.said.line]
                right = {key: rounded(kg, TOLD) for key, kg in cells.items() if kg}
                same = parts == right and total == rounded(total_of(cells), TOLD)
                must(same, "delivery.figure", name)
            values = map(Decimal, [told.total, *(row.value for row in told.cells)])
            slack = sum(Fraction(5) * Fraction(10) ** (kg.adjusted() - 4) for kg in values if kg)
            must(abs(total - total_of(parts)) <= slack, "figure.total", name)

    def check_words(self) -> None:
        """No auditor of the policy has last refused a delivery that was figured as the subject."""
        last = dict[tuple[str, str], tuple[str, str]]()
        for name in sorted(self.proofs, key=lambda name: int(self.proofs[name].index)):
            said = self.statements[name].said
            if self.statements[name].kind == "attestation" and said.delivery:
                delivery = self.demand(said.delivery, "delivery", name)
                must(said.issuer != delivery.said.issuer, "attestation.own", name)
                if said.issuer in (self.policy.auditors or ()) and delivery.id in self.fitting:
                    last[delivery.id, said.issuer] = name, said.outcome
        for name, outcome in last.values():
            must(outcome != "refused", "attestation.refused", name)

    def check_rows(self) -> None:
        """A product line is the manufacturer's and counted whole, others are delivered to it."""
        self.parts, said = list[tuple[Json, Json]](), self.said
        for row in self.rows:
            delivery, entry = self.graph.sources.get(row.delivery, (None, None))
            entry = entry or self.statements[self.graph.newest(row.entry)]
            name, line = entry.id, find_line(entry, row.line)
            same = delivery is None or delivery.said.line == row.line
            must(line and same, "composition.line", name)
            must(line.unit == row.unit, "composition.unit", name)
            if row.role == "product":
                made = entry.product == self.calculation.product
                must(made and line.batteries, "composition.product", name)
                must(overlap(entry.said, said), "composition.period", name)
                must(line.amount == row.amount, "composition.amount", name)
            elif delivery is None:
                must(entry.said.issuer == said.issuer, "composition.foreign", name)
            else:
                use = delivery.said.use, delivery.said.recipient
                must(use == ("representative", said.issuer), "composition.delivery", delivery.id)
                valid = delivery.said.valid_until > said.period.start
                must(valid, "delivery.expired", delivery.id)
            self.parts.append((row, entry))

    def check_composition(self) -> None:
        """Nothing is counted twice or left out: mass, roles, and all that was made."""
        graph, batteries, masses = self.graph, 0, list[Fraction]()
        products = {entry.id for row, entry in self.parts if row.role == "product"}
        held = set[str]().union(*map(graph.upstream, products))
        counted = Counter((entry.id, row.line) for row, entry in self.parts)
        for row, entry in self.parts:
            twice = products & (graph.upstream(entry.id) - {entry.id})
            if row.role == "product":
                lines = [line for line in entry.shown.product.lines if line.line == row.line]
                kg = [line.kg_per_unit or 0 for line in lines] or [0]
                masses.append(Fraction(kg[0]) * Fraction(row.amount))
                batteries += find_line(entry, row.line).batteries
            else:
                twice |= {entry.id} & held
            once = not twice and counted[entry.id, row.line] == 1
            must(once, "composition.counted_twice", entry.id)
        for row, entry in self.parts:
            if row.role == "end_of_life":
                whole = row.unit == "kg" and all(masses) and Fraction(row.amount) == sum(masses)
                must(whole, "composition.end_of_life_amount", entry.id)
        must(batteries == self.said.batteries, "calculation.batteries", self.said.model)
        for role in self.rules.required_roles:
            must(role in {row.role for row in self.rows}, "composition.role_missing", role)
        used = products | {graph.newest(row.entry) for row in self.exclusions}
        for name in {*map(graph.newest, self.made)} - used - {""}:
            left_out = overlap(self.statements[name].said, self.said)
            must(not left_out, "composition.made_left_out", name)
        for row in self.exclusions:
            made = self.statements[row.entry].product == self.calculation.product
            must(made, "composition.exclusion", row.entry)

    def total_energy(self) -> tuple[Fraction, Fraction]:
        """kWh of one battery over its life, as an exact ratio: a distance need not divide."""
        said, name, capacity = self.said, self.name, Fraction(self.said.capacity_kwh)
        units = [row for row in self.rules.functional_units if row.category == said.category]
        unit = one(units, "functional_unit.category", name)
        if unit.service_life == "declared_cycle_life":
            must(said.cycle_life, "functional_unit.cycle_life", name)
            return capacity * Fraction(said.cycle_life), Fraction(1)
        vehicle, years = said.vehicle_category, unit.cycles_per_year
        years = [row for row in years if row.vehicle_category == vehicle]
        year = one(years, "functional_unit.vehicle_category", name)
        limits, rule = list[tuple[Fraction, Fraction]](), self.rules.warranty
        least = Fraction(rule.least_remaining_energy.value if rule else 0)
        for warranty in said.warranties:
            if Fraction(warranty.remaining_energy or least) >= least:
                limits.append((Fraction(warranty.years), Fraction(1)))
                if warranty.km:
                    limits.append((Fraction(warranty.km), Fraction(year.km_per_year.value)))
        limits = limits or [(Fraction(rule.default_years.value), Fraction(1))]
        life, divisor = min(limits, key=lambda limit: limit[0] / limit[1])
        return capacity * Fraction(year.cycles.value) * life, divisor

    def check_equality(self) -> None:
        """Total energy, cells, stages and total come from what was signed, to the last digit."""
        said, name, sums = self.said, self.name, Sums(Fraction)
        energy, divisor = self.total_energy()
        for row, entry in self.parts:
            for key, kg in self.lines[entry.id, row.line].items():
                sums[key] += kg * Fraction(row.amount)
        per_kwh = divisor / energy / said.batteries
        cells = {key: rounded(kg * per_kwh, FIGURE) for key, kg in sums.items()}
        cells = {key: kg for key, kg in cells.items() if kg}
        ratio = Fraction(said.total_energy.numerator), Fraction(said.total_energy.denominator)
        must(ratio == (energy, divisor), "calculation.total_energy", name)
        must(read_cells(said.cells) == cells, "calculation.cells", name)
        stages = [(stage, total_of(cells, stage)) for stage in FORMS["stage"].split("|")]
        told = [(row.stage, Fraction(row.value)) for row in said.stages]
        must(told == stages, "calculation.stages", name)
        must(Fraction(said.total) == total_of(cells), "calculation.total", name)
        met = {row.role for row in self.rows} | {stage for stage, *_ in cells}
        for stage in self.rules.required_stages:
            must(stage in met, "composition.stage_missing", stage)


# ---- The command (formats/policy.md)


def log_keys(policy: Json, log: str) -> dict[str, int]:
    """The keys of a log, the present one first, each with the largest size that it counts for."""
    name, earlier = f"{policy.origin}/{log}+", policy.logs.earlier or ()
    rows = [(row.vkey, row.until) for row in earlier if row.vkey.startswith(name)]
    return {policy.logs[log]: 1 << 63} | dict(rows)


def parse_policy(data: bytes) -> Json:
    """The policy in a TOML file: keys that are sound, each once, a quorum within reach."""
    policy = load(canonical(tomllib.loads(data.decode())), "policy", 1 << 30)
    known = [
        parse_vkey(vkey, 1, re.escape(f"{policy.origin}/{log}"))
        for log in ("entries", "registry")
        for vkey in log_keys(policy, log)
    ]
    must(len(set(known)) == 2 + len(policy.logs.earlier or ()), "policy.key", "policy")
    witnesses = policy.witnesses or ()
    keys = {parse_vkey(row.vkey, 4)[2] for row in witnesses}
    within = policy.quorum <= len({row.group for row in witnesses})
    must(within and len(keys) == len(witnesses), "policy.quorum", "policy")
    return policy


def main(arguments: list[str]) -> int:
    """Reads the files, prints the finding and a verdict; the exit status."""
    try:
        bundle, policy, *own = [Path(argument).read_bytes() for argument in arguments]
        audit = Audit(parse_policy(policy), [canonical(json.loads(data)) for data in own])
    except (OSError, ValueError, RecursionError) as error:
        print(f"usage: verify_alone.py BUNDLE POLICY.toml [FACTORS.json ...]: {error}")
        return 3
    for verdict, code, subject in audit.run(bundle).found:
        print(VERDICTS[verdict], code, subject)
    print(f"{VERDICTS[audit.exit_code]}; recomputed: {audit.total or 'not told'} kg CO2e per kWh")
    return audit.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
