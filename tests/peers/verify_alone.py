"""A second, independent verifier of Cradle bundles: one file of standard-library Python (3.11).

    python verify_alone.py BUNDLE POLICY.toml [FACTORS.json ...]

It imports nothing of Cradle and goes by docs/formats and docs/method.md. Take it from a release,
never from a bundle, and write the policy yourself. It judges in steps, each of which goes by what
those before it made sure of, so the first step that finds something is the last. A finding is a
code, the one that `cradle verify` has for it, and the statement or file that it is about.

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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, Overflow, localcontext
from fractions import Fraction
from functools import cache
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256, sha512
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import is_normalized
from zlib import crc32

Json = Any
VERIFIED, CONTRADICTED, INCOMPLETE, USAGE = 0, 1, 2, 3


class RuleError(ValueError):
    """A broken rule: its code, what it is about, and what it makes of the verdict."""

    def __init__(self, code: str, subject: str = "bundle", verdict: int = CONTRADICTED) -> None:
        super().__init__(code)
        self.finding = verdict, code, subject


# ---- Documents: canonical JSON of known forms (formats/statement.md and the pages of each kind)

FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef]"
)
NUMBER = r"([1-9][0-9]{0,%d}(\.[0-9]{0,%d}[1-9])?|0\.[0-9]{0,%d}[1-9])"
STAGE = "raw_material|main_production|distribution|end_of_life"
FORMS: dict[str, Json] = {
    "amount": NUMBER % (17, 29, 29),
    "quantity": f"0|-?{NUMBER}" % (17, 29, 29),
    "figure": f"0|-?{NUMBER}" % (31, 59, 59),
    "cell_value": f"-?{NUMBER}" % (31, 59, 59),
    "stage": STAGE,
    "process": rf"({STAGE})\.[a-z_]+",
    "one": range(1, 2),
    "count": range(1, 1 << 53),
    "index": range(1 << 53),
}
# `word = pattern`, or `document member:form ...`, where a member alone has the form of its name and
# `member?` may be absent. `[form]` is a list, `[form]+` of one row at least, `<` in order, of the
# members that follow; `=word` is that word; ROW stands for what all rows of an inventory have. What
# is no name here is a pattern itself. A document or member that has no form here is not judged.
TABLE = r"""
id = sha256:[0-9a-f]{64}
hash = [0-9a-f]{64}
key = [0-9a-f]{64}|0[23][0-9a-f]{64}
nonce = [0-9a-f]{32}
origin = (?=.{1,200}\Z)[a-z0-9][a-z0-9.-]*(/[a-z0-9._-]+)*
code = [A-Za-z0-9][A-Za-z0-9._-]{0,63}
flow = (?=.{1,200}\Z)[a-z0-9_]+(:[A-Za-z0-9._-]+)+
product = [A-Za-z][A-Za-z0-9+.-]*:\S{1,500}
text = (?=.{1,1024}\Z)\S(.*\S)?
date = (19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}
unit = kg|kWh|MJ|m3|tkm|piece|unit|m|m2|h
group = fossil|biogenic|land_use_change|uptake|unspecified
purpose = material|packaging|energy|transport|direct|processing|disposal|energy_recovery
reason = correction|new_data|method_change|entered_in_error
depth = recomputed|sampled|site_visit|documents
party = supplier|manufacturer|auditor|operator|registrar|witness
state size:index root:hash
period start:date end:date
supersedes id reason
envelope payload:.* payloadType:[!-~]{1,128} signatures:[signature]+
signature sig:.*
section kind:[a-z_]+ issuer?:id section:[a-z_]+ salt:nonce
public alg:ed25519|p256 key custody?:file|browser|hsm
participant origin root_keys:[public]+<key threshold:count working_keys:[public]+<key
  roles:[party]+< registrar?:id sections:of_participant
of_participant profile:id
profile legal_name:text country identifiers:[identifier]
country = [A-Z]{2}|[A-Z][A-Za-z]{2}
identifier scheme:[a-z0-9_]{1,32} value:text
entry origin issuer:id site process period lot?:code model?:product supersedes? sections:of_entry
  basis:lot_actual|site_period_average|model_declared|reported_by_customer
site code country zone?:code
of_entry inventory:id product:id quality?:id
inventory outputs:[output]+<line inputs:[input] wastes:[waste] emissions:[emission]
  avoided:[avoided] allocation?:mass|energy|revenue
output line:code product name:text amount unit role:main|co_product|by_product|scrap
  allocation_value?:amount batteries?:count
input_delivery type:=delivery delivery:id unit purpose ROW
input_activity type:=activity flow unit purpose stage source:dataset|declared electricity?
  material?:[A-Z][A-Za-z]{0,3} ROW
electricity supply:on_site|direct_line|contract|grid certificates:[certificate]
waste flow unit purpose stage ROW
emission gas:[a-z0-9_]+ origin:[a-z_]+ unit:=kg stage ROW
avoided delivery?:id flow? material?:[A-Z][A-Za-z]{0,3} allocation_value?:amount unit stage ROW
product_lines lines:[line]+<line
line line:code form:as_is|dry|hydrate formula?:[A-Za-z0-9().]{1,64} kg_per_unit?:amount
  kwh_per_unit?:amount elements:[content]<element
content element:[A-Z][a-z]? fraction:share recycled?:share
share = 1|0\.[0-9]{0,29}[1-9]
quality ratings:[rated] company_specific_share?:quantity coverage?:quantity
delivery origin issuer:id recipient:id entry:id line:code product unit number:text
  use:physical|representative amount? valid_until?:date figure?:told supersedes? nonce
told registry:state rulebook:id factor_sets:[id]+< total:figure
  cells:[cell]<stage,group,sign,term
cell stage group sign:burden|credit value:cell_value
  term?:recycled_content|recycling|substitution|energy_recovery|disposal
withdrawal origin issuer:id withdraws:id reason nonce
calculation origin issuer:id model:product site:code period category:EV|LMT|industrial
  vehicle_category?:code capacity_kwh:amount warranties:[warranty] cycle_life?:amount
  capacity_evidence?:id batteries:count total_energy:ratio cells:[cell] stages:[net] total:figure
  rulebook:id factor_sets:[id]+< as_of:state software:text sections:of_calculation
of_calculation composition:id
warranty years:amount km?:amount remaining_energy?:amount evidence?:id
ratio numerator:amount denominator:amount
net stage value:figure
composition rows:[counted]+<role,entry,delivery,line exclusions:[exclusion]<entry
counted role:product|distribution|end_of_life entry?:id delivery?:id line:code amount unit
exclusion entry:id reason:text
attestation origin issuer:id calculation:id bundle:id policy:id findings:id scope:text
  level:limited|reasonable materiality:amount depth:depths nonce
  outcome:verified|verified_with_remarks|refused
depths default:depth exceptions:[exception]
exception statement:id depth:recomputed|sampled|site_visit|documents|attested
declaration origin issuer:id calculation:id attestation:id conformity:text nonce
  study:https://\S{1,500}
leaf_participant v:one kind:=participant id sigs:id
leaf_key v:one kind:=key id of:id sigs:id
leaf_superseded v:one kind:=superseded old:id by:id
leaf_withdrawn v:one kind:=withdrawn old:id by:id
leaf_made v:one kind:=made subject:id id
proof index leaf:logged path:[hash]
logged v:one kind:[a-z_]+ id registry:state sigs:id old?:id
rulebook id version title legal_status declarable filing filing_rules boundary avoided unknown
  functional_units warranty required_roles required_stages electricity transport cut_off classes
  company_specific circular_footprint data_quality balances references refused_origins
  characterization not_covered
circular_footprint default_a materials collection_rate ed b joint_basis
policy note?:text origin logs quorum:index witnesses?:[witness] registrars:[id]+ auditors?:[id]
  rulebooks:[id]+ factor_sets:[id]+ oldest_registry_size:index last_seen?:state monitors?:[text]
logs entries:text registry:text earlier?:[earlier]
earlier vkey:text until:index
witness vkey:text group:text
"""
ROW = "amount document?:text evidence:[id] known:HOW".replace(
    "HOW", "metered|invoiced|weighed|assayed|calculated|estimated|apportioned"
)
for _name, *_words in map(
    str.split, TABLE.strip().replace("\n  ", " ").replace("ROW", ROW).splitlines()
):
    _members = dict(_word.partition(":")[::2] for _word in _words)
    FORMS[_name] = _words[1] if _words[0] == "=" else _members
LISTED = re.compile(r"\[(\w+)\](\+?)(<?)([\w,]*)")


def shares_of(inventory: Json) -> dict[str, Decimal]:
    """By what the burdens of a process are shared, for each output line that bears any."""
    bearing = [row for row in inventory["outputs"] if row["role"] in {"main", "co_product"}]
    return {row["line"]: Decimal(row.get("allocation_value", 1)) for row in bearing}


def is_inventory(value: Json) -> bool:
    """One output is the main one, products stand once, and shares are stated where there are."""
    outputs, bearing = value["outputs"], [*shares_of(value)]
    valued = [row["line"] for row in outputs if "allocation_value" in row]
    main = [row["role"] for row in outputs].count("main") == 1
    unique = len({row["product"] for row in outputs}) == len(outputs)
    stated = valued == (bearing if bearing[1:] else [])
    return main and unique and stated and ("allocation" in value) == bool(valued)


RULES = {
    "date": date.fromisoformat,
    "period": lambda v: v["start"] < v["end"],
    "participant": lambda v: v["threshold"] <= len(v["root_keys"]),
    "entry": lambda v: (v["basis"] == "lot_actual") == ("lot" in v),
    "delivery": lambda v: ("amount" in v) == (v["use"] == "physical") != ("valid_until" in v),
    "counted": lambda v: len(v) == 5 and ("entry" in v or v["role"] != "product"),
    "inventory": is_inventory,
    "input_activity": lambda v: (v["purpose"] + v["unit"] == "energykWh") == ("electricity" in v),
    "avoided": lambda v: len({"delivery", "flow"} & {*v} or {"material"} & {*v}) == 1,
}
"""What holds between the members of a document."""


def fit(value: Json, form: str) -> None:
    """Raises unless a value has a form."""
    if form not in FORMS and isinstance(value, dict):
        form = f"{form}_{value.get('type', value.get('kind'))}"
    known = FORMS.get(form, form.removeprefix("="))
    if known == form and form.isidentifier():
        raise RuleError("form.not_judged")
    if listed := LISTED.fullmatch(form):
        sound = isinstance(value, list) and fits_list(value, *listed.groups())
    elif isinstance(known, dict):
        sound = isinstance(value, dict) and fits_members(value, known)
    elif isinstance(known, range):
        sound = type(value) is int and value in known
    else:
        sound = isinstance(value, str) and re.fullmatch(known, value) and is_text(value)
    if not sound or (form in RULES and not RULES[form](value)):
        raise RuleError("form.broken")


def fits_list(rows: list[Json], form: str, least: str, order: str, keys: str) -> bool:
    """Whether rows have a form, are as many as they must be, and in order, each once."""
    for row in rows:
        fit(row, form)
    by = [[row[key] for key in keys.split(",") if key in row] if keys else row for row in rows]
    return bool(rows or not least) and (not order or ascending(by))


def fits_members(value: dict[str, Json], known: dict[str, str]) -> bool:
    """Whether an object has the members that it must have, each of its form."""
    forms = {member.rstrip("?"): form or member.rstrip("?") for member, form in known.items()}
    if value.keys() - forms.keys():
        raise RuleError("form.not_judged")
    for member, item in value.items():
        fit(item, forms[member])
    return all(member in value or member.endswith("?") for member in known)


def is_text(value: str) -> bool:
    """Whether a string is in form C, without controls and non-characters."""
    odd = FORBIDDEN.search(value) or any(ord(char) & 0xFFFE == 0xFFFE for char in value)
    return not odd and is_normalized("NFC", value)


def ascending(keys: list[Json]) -> bool:
    """Whether keys stand in order, each once."""
    return all(left < right for left, right in pairwise(keys))


def canonical(value: Json) -> bytes:
    """RFC 8785, for values without floating point and with keys in ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data: bytes) -> str:
    """The digest of bytes, as documents spell it."""
    return f"sha256:{sha256(data).hexdigest()}"


def load(data: bytes, limit: int = 1 << 30) -> Json:
    """The value of canonical JSON."""
    value = json.loads(data)
    if len(data) > limit or canonical(value) != data:
        raise RuleError("json.not_canonical")
    return value


def parse(data: bytes, form: str, limit: int = 1 << 30) -> Json:
    """A document in canonical JSON."""
    value = load(data, limit)
    fit(value, form)
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
        if bit == "1":
            total = add(total, point)
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


# ---- The container: a zip in its one form (formats/bundle.md)

LOCAL, CENTRAL, END = map(struct.Struct, ("<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"))
FILE_NAME = re.compile(r"[\w-][\w.-]{0,99}(/[\w-][\w.-]{0,99}){0,3}", re.ASCII)


def pack(files: dict[str, bytes]) -> bytes:
    """The zip of files: stored, sorted, dated 1 January 1980, and nothing else."""
    body, directory, count = bytearray(), bytearray(), len(files)
    for name, data in sorted(files.items()):
        about = (0, 0, 0, 0x21, crc32(data), len(data), len(data), len(name), 0)
        directory += CENTRAL.pack(b"PK\1\2", 20, 20, *about, 0, 0, 0, 0, len(body)) + name.encode()
        body += LOCAL.pack(b"PK\3\4", 20, *about) + name.encode() + data
    end = END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory) + end


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a bundle by name; to pack them again gives the same bytes."""
    files: dict[str, bytes] = {}
    start = 0
    with suppress(struct.error, ValueError):
        while data.startswith(b"PK\3\4", start):
            length, named = LOCAL.unpack_from(data, start)[8:10]
            start += LOCAL.size + named
            files[data[start - named : start].decode("ascii")] = data[start : start + length]
            start += length
        if all(map(FILE_NAME.fullmatch, files)) and pack(files) == data:
            return files
    raise RuleError("container.form", "bundle", INCOMPLETE)


# ---- Checkpoints and Merkle trees (formats/logs.md, C2SP signed notes, RFC 9162)

SIGNER = r"[^\s+\x00-\x1f\x7f]{1,256}"
CHECKPOINT = re.compile(
    r"((\S+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n)\n"
    rf"((?:\u2014 {SIGNER} [A-Za-z0-9+/]{{7,}}={{0,2}}\n)+)"
)


def unbase64(text: str) -> bytes:
    """The bytes of standard base64 that encodes to itself again."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise RuleError("base64.form")
    return data


class Vkey(NamedTuple):
    """A C2SP verifier key: what stands before its signatures, and the key itself."""

    name: str
    short: bytes
    key: bytes

    @classmethod
    def parse(cls, text: str, kind: int, name: str = SIGNER) -> "Vkey":
        """The key of a type, and of a name if one is asked for, as a policy writes it."""
        parts = re.fullmatch(rf"({name})\+([0-9a-f]{{8}})\+(\S+)", text)
        label, short, encoded = parts.groups() if parts else ("", "", "")
        raw = unbase64(encoded)
        expected = sha256(label.encode() + b"\n" + raw).hexdigest()[:8]
        if short != expected or raw[0] != kind or decode(raw[1:]) is None:
            raise RuleError("policy.key")
        return cls(label, bytes.fromhex(short), raw[1:])

    def signatures(self, lines: str) -> list[bytes]:
        """The signatures that the lines under a note ascribe to this key."""
        rows = [line.split(" ") for line in lines.splitlines()]
        known = [(name, unbase64(raw)) for _, name, raw in rows]
        return [raw[4:] for name, raw in known if (name, raw[:4]) == (self.name, self.short)]


def node_of(*parts: bytes) -> bytes:
    """The hash of a leaf or inner node: of the byte that says which, and what is in it."""
    return sha256(b"".join(parts)).digest()


def roots_of(leaves: list[Json]) -> list[str]:
    """The root of a tree at each of its sizes, from 0 on."""
    edge, roots = list[bytes](), [sha256(b"").hexdigest()]
    for index, leaf in enumerate(leaves):
        node, at = node_of(b"\0", canonical(leaf)), index
        while at & 1:
            node, at = node_of(b"\1", edge.pop(), node), at >> 1
        edge.append(node)
        for left in reversed(edge[:-1]):
            node = node_of(b"\1", left, node)
        roots.append(node.hex())
    return roots


def root_by_path(leaf: Json, index: int, size: int, path: list[str]) -> str:
    """The root that a path leads to; none where it is no path of that tree (RFC 9162, 2.1.3.2)."""
    node, at, last = node_of(b"\0", canonical(leaf)), index, size - 1
    for sibling in map(bytes.fromhex, path):
        if last <= 0:
            return ""
        is_right = at & 1 or at == last
        node = node_of(b"\1", sibling, node) if is_right else node_of(b"\1", node, sibling)
        while at == last and at and not at & 1:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return node.hex() if index < size and last == 0 else ""


# ---- Evidence: what is in hand, who signed it, and where the logs hold it (formats/bundle.md)

FIXED = {"checkpoints/entries", "checkpoints/registry", "registry.json", "last.json"}
MAKERS = {"supplier", "manufacturer"}
ROLES = {"entry": MAKERS, "delivery": MAKERS, "withdrawal": MAKERS, "attestation": {"auditor"}}
ROLES |= {"calculation": {"manufacturer"}, "declaration": {"manufacturer"}}
CITING = {"issuer", "recipient", "registrar", "entry", "delivery", "calculation", "attestation"}
CITING |= {"withdraws", "id"}
NOTHING: Json = {"outputs": [], "inputs": [], "wastes": [], "emissions": [], "avoided": []}


class Signed(NamedTuple):
    """A statement: what was said and signed, what it names, and its sections as far as shown."""

    id: str
    kind: str
    said: Json
    message: bytes
    signatures: list[bytes]
    keys: list[Json]
    """Those that a registration lists."""
    old: str
    """The statement that it supersedes or withdraws."""
    product: str
    """The subject of the `made` leaves of what an entry made, or a calculation is of."""
    sections: dict[str, Json]

    @property
    def inventory(self) -> Json:
        """The inventory of an entry, as far as it is shown."""
        return self.sections.get("inventory", NOTHING)

    @property
    def cites(self) -> set[str]:
        """The statements that it names, in what is shown of it."""
        return {*cited([self.said, self.sections])}

    @property
    def draws(self) -> list[Json]:
        """The rows of the inventory that cite a delivery."""
        rows = self.inventory["inputs"] + self.inventory["avoided"]
        return [row for row in rows if "delivery" in row]


def cited(value: Json) -> Iterator[str]:
    """The statements that a document names."""
    if isinstance(value, list):
        value = dict(enumerate(value))
    for member, item in value.items() if isinstance(value, dict) else ():
        if member in CITING:
            yield item
        else:
            yield from cited(item)


@contextmanager
def broken_as(code: str) -> Iterator[None]:
    """What somebody signed and yet breaks its form was made so, and contradicts under this code."""
    try:
        yield
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise RuleError("form.not_judged" if "not_judged" in str(error) else code) from None


def parse_statement(data: bytes, named: str) -> Signed:
    """The statement in an envelope; its id is the digest of what is signed (DSSE)."""
    envelope = parse(data, "envelope", 80 << 10)
    media, payload = envelope["payloadType"], unbase64(envelope["payload"])
    signatures = [unbase64(row["sig"]) for row in envelope["signatures"]]
    message = b"DSSEv1 %d %s %d %s" % (len(media), media.encode(), len(payload), payload)
    kind = media.removeprefix("application/vnd.cradle.").removesuffix(".v1+json")
    if not ascending(signatures):
        raise RuleError("envelope.signatures")
    if digest(message) != named:
        raise RuleError("statement.digest")
    if kind not in {"participant", *ROLES}:
        raise RuleError("form.not_judged")
    with broken_as("statement.invalid"):
        said = parse(payload, kind, 48 << 10)
    old = said.get("withdraws") or said.get("supersedes", {}).get("id", "")
    keys = [*said.get("root_keys", ()), *said.get("working_keys", ())]
    product = ""
    if "model" in said:
        site = said["site"] if kind == "calculation" else said["site"]["code"]
        made = {"issuer": said["issuer"], "model": said["model"], "site": site}
        product = digest(canonical(made))
    return Signed(named, kind, said, message, signatures, keys, old, product, {})


def parse_section(data: bytes) -> Json:
    """A section, whose value has the form of its name."""
    with broken_as("section.invalid"):
        section = load(data, 16 << 20)
        value, name = section.pop("value"), section["section"]
        fit(section, "section")
        fit(value, "product_lines" if name == "product" else name)
        if len(data) > 1 << 20 and name != "composition":
            raise RuleError("section.too_long")
        return section | {"value": value}


class Evidence:
    """A bundle under a policy, with the reader's own factor sets: what the first steps judge."""

    def __init__(self, policy: Json, own: Iterable[bytes] = ()) -> None:
        self.policy, self.blobs = policy, {digest(data): data for data in own}
        self.found: set[tuple[int, str, str]] = set()
        self.statements: dict[str, Signed] = {}
        self.sections: dict[str, Json] = {}
        self.proofs: dict[str, Json] = {}

    @property
    def exit_code(self) -> int:
        """1 wins over 2."""
        return min((verdict for verdict, _, _ in self.found), default=VERIFIED)

    def must(self, sound: object, code: str, subject: str) -> bool:
        """Finds a contradiction unless something holds; whether it does."""
        if not sound:
            self.found.add((CONTRADICTED, code, subject))
        return bool(sound)

    def need(self, present: object, code: str, subject: str) -> bool:
        """Finds that something is missing, or not judged here; whether it is there."""
        if not present:
            self.found.add((INCOMPLETE, code, subject))
        return bool(present)

    def check_files(self, files: dict[str, bytes]) -> None:
        """Every file is what the digest in its name says, canonical, and of a form known here."""
        self.files = files
        for name in FIXED:
            self.need(name in files, "file.missing", name)
        for path, data in files.items():
            try:
                self.read(path, data)
            except (ValueError, RecursionError) as error:
                code, made_so = str(error), str(error).startswith(("statement", "section", "blob"))
                told = code if made_so or code.endswith("not_judged") else "file.unreadable"
                (self.must if made_so else self.need)(None, told, path)
        for signed in self.statements.values():
            sections = signed.said.get("sections", {}).items()
            for part, name in [row for row in sections if row[1] in self.sections]:
                section = self.sections[name]
                told = section["kind"], section["section"], section.get("issuer")
                same = told == (signed.kind, part, signed.said.get("issuer"))
                self.must(same, "section.foreign", name)
                signed.sections[part] = section["value"]

    def read(self, path: str, data: bytes) -> None:
        """Keeps what is in a file."""
        folder, _, name = path.partition("/")
        named = f"sha256:{name[:64]}"
        if folder in {"sections", "blobs"} and digest(data) != named:
            raise RuleError(f"{folder[:-1]}.digest")
        match folder:
            case "statements":
                self.statements[named] = parse_statement(data, named)
            case "sections":
                self.sections[named] = parse_section(data)
            case "blobs":
                self.blobs[named] = data
            case "proofs" | "last.json":
                self.proofs[named] = parse(data, "proof", 1 << 14)
            case "registry.json":
                self.leaves = parse(data, "[leaf]")
                self.roots = roots_of(self.leaves)
            case "monitor.json":
                raise RuleError("monitor.not_judged")

    def open_checkpoint(self, log: str) -> tuple[int, str]:
        """Size and root that the policy's log has signed, and a quorum of groups of witnesses."""
        name, groups = f"checkpoints/{log}", set[str]()
        keys = log_keys(self.policy, log)
        try:
            note = CHECKPOINT.fullmatch(self.files[name].decode())
            text, origin, size, root, lines = note.groups() if note else ()
            own = [
                (verifies(key.key, text.encode(), raw), until)
                for key, until in keys
                for raw in key.signatures(lines)
            ]
        except ValueError:
            raise RuleError("file.unreadable", name, INCOMPLETE) from None
        self.must(own, "note.unsigned", name)
        self.must(all(sound for sound, _ in own), "note.signature", name)
        self.must(origin == keys[0][0].name, "checkpoint.form", name)
        self.must(any(int(size) <= until for _, until in own), "checkpoint.key_ended", name)
        for row in self.policy.get("witnesses", ()):
            witness = Vkey.parse(row["vkey"], 4)
            for raw in witness.signatures(lines):
                time = int.from_bytes(raw[:8], "big")
                message = b"cosignature/v1\ntime %d\n%s" % (time, text.encode())
                dated = time < 253_402_300_800  # the year 10000
                sound = dated and verifies(witness.key, message, raw[8:])
                self.must(sound, "witness.signature", name)
                groups.add(row["group"])
        self.need(len(groups) >= self.policy["quorum"], "witness.quorum", name)
        return int(size), unbase64(root).hex()

    def holds(self, state: Json) -> bool:
        """Whether the registry once was in a state."""
        return bool(state["size"] < len(self.roots) and self.roots[state["size"]] == state["root"])

    def is_logged(self, proof: Json) -> bool:
        """Whether a proof leads to the root that the entries log has signed."""
        size, root = self.head
        return root_by_path(proof["leaf"], proof["index"], size, proof["path"]) == root

    def check_logs(self) -> None:
        """The registry is the one that both logs sign, and continues what the reader saw last."""
        self.head, registry = self.open_checkpoint("entries"), self.open_checkpoint("registry")
        size, last, seen = (
            len(self.leaves),
            self.proofs.pop("sha256:"),
            self.policy.get("last_seen"),
        )
        self.must(last["index"] == self.head[0] - 1, "last.index", "last.json")
        self.must(self.is_logged(last), "merkle.inclusion", "last.json")
        self.must(registry == (size, self.roots[-1]), "registry.root", "registry.json")
        self.must(self.holds(last["leaf"]["registry"]), "registry.forked", "registry.json")
        young = size >= self.policy["oldest_registry_size"]
        self.must(young, "registry.too_old", "registry.json")
        self.must(not seen or self.holds(seen), "registry.last_seen", "registry.json")

    def find_subject(self) -> None:
        """The one declaration of a bundle, or else its one calculation; and the calculation."""
        kinds = defaultdict[str, list[str]](list)
        for name in sorted(self.statements):
            kinds[self.statements[name].kind].append(name)
        names = kinds["declaration"] or kinds["calculation"]
        if not names:
            raise RuleError("bundle.no_subject", "statements", INCOMPLETE)
        self.must(len(names) == 1, "bundle.subjects", names[-1])
        self.subject = self.statements[names[0]]
        name = self.subject.said.get("calculation", names[0])
        if name not in kinds["calculation"]:
            known = name in self.statements
            code = "citation.kind" if known else "statement.missing"
            raise RuleError(code, name, CONTRADICTED if known else INCOMPLETE)
        self.calculation, self.name = self.statements[name], name
        self.said = self.calculation.said

    def check_links(self) -> None:
        """What is named is there, and what is there is named: from the subject to the last file."""
        self.find_subject()
        named, hidden, closure = {*FIXED}, False, set[str]()
        successors = defaultdict[str, list[str]](list)
        for leaf in self.leaves:
            successors[leaf.get("old", leaf.get("subject"))].append(leaf.get("by", leaf.get("id")))
        waiting = [self.subject.id, *successors[self.calculation.product]]
        waiting += self.proofs.keys() - self.statements.keys()
        while waiting:
            name = waiting.pop()
            if name in closure or not self.need(name in self.statements, "statement.missing", name):
                continue
            closure.add(name)
            signed = self.statements[name]
            waiting += [*signed.cites, *successors[name]]
            said, sections = signed.said, signed.said.get("sections", {})
            method = said.get("figure", said)
            blobs = [method["rulebook"], *method["factor_sets"]] if "rulebook" in method else []
            named |= {f"statements/{name[7:]}.json", f"proofs/{name[7:]}.json"}
            named |= {f"sections/{each[7:]}.json" for each in sections.values()}
            named |= {f"blobs/{each[7:]}.json" for each in blobs}
            hidden |= not sections.keys() & {"inventory", "composition"} <= signed.sections.keys()
            if signed.kind == "participant":
                self.need(signed.sections, "section.withheld", name)
        for path in self.files.keys() - named if not self.found else ():
            self.need(not hidden, "section.withheld", path)
            self.must(hidden, "file.unnamed", path)

    def check_statements(self) -> None:
        """Who signed was registered and has the keys; the log holds it, after all that it cites."""
        self.registered, holders, size = dict[str, int](), dict[str, str](), 0
        for at, leaf in enumerate(self.leaves):
            if leaf["kind"] == "participant":
                self.registered.setdefault(leaf["id"], at)
            changed = leaf["kind"] == "key" and leaf["of"] in self.statements
            self.need(not changed, "key.not_judged", leaf.get("of", ""))
        for name, signed in self.statements.items():
            self.must(signed.said["origin"] == self.policy["origin"], "statement.origin", name)
            self.check_signatures(signed)
            for key in signed.keys:
                holder = holders.setdefault(key["key"], name)
                self.must(holder == name, "key.in_use", name)
            if signed.kind == "participant":
                self.check_registration(signed)
            elif self.need(name in self.proofs, "proof.missing", name):
                self.check_leaf(signed, self.proofs[name])
        for proof in sorted(self.proofs.values(), key=lambda row: row["index"]):
            state = proof["leaf"]["registry"]["size"]
            self.must(state >= size, "leaf.registry_backwards", proof["leaf"]["id"])
            size = max(size, state)

    def check_signatures(self, signed: Signed) -> None:
        """All its keys and its registrar sign a registration, one key of its issuer the others."""
        by = signed.said.get("registrar" if signed.kind == "participant" else "issuer")
        keys = signed.keys + (self.statements[by].said["working_keys"] if by else [])
        judged = all(row["alg"] == "ed25519" for row in keys)
        if not self.need(judged, "key.not_judged", signed.id):
            return
        raws = [bytes.fromhex(row["key"]) for row in keys]
        signers = [
            next((key for key in raws if verifies(key, signed.message, raw)), b"")
            for raw in signed.signatures
        ]
        own = {*raws[: len(signed.keys)]}
        distinct = b"" not in signers and len({*signers}) == len(signers)
        self.must(distinct, "signature.unknown", signed.id)
        self.must(own <= {*signers}, "signature.missing", signed.id)
        self.must(len(signers) == len(own) + bool(by), "signature.count", signed.id)

    def check_registration(self, signed: Signed) -> None:
        """The registry holds it, by a registrar of the policy who was one before."""
        name, by = signed.id, signed.said.get("registrar", signed.id)
        self.must(by in self.policy["registrars"], "policy.registrar", name)
        if self.must(name in self.registered, "participant.unregistered", name):
            at = self.registered[name]
            same = self.leaves[at]["sigs"] == digest(b"".join(signed.signatures))
            self.must(same, "leaf.signatures", name)
            before = self.registered.get(by, at) < at
            may = before and "registrar" in self.statements[by].said["roles"]
            self.must(may or by == name, "registrar.unknown", name)

    def check_leaf(self, signed: Signed, proof: Json) -> None:
        """The log holds the leaf, which says what is true; its issuer was known, and may do so."""
        name, leaf, issuer = signed.id, proof["leaf"], signed.said["issuer"]
        if not self.must(self.is_logged(proof), "merkle.inclusion", name):
            return
        says = leaf["id"], leaf["kind"], leaf.get("old", "")
        self.must(says == (name, signed.kind, signed.old), "leaf.statement", name)
        self.must(leaf["sigs"] == digest(b"".join(signed.signatures)), "leaf.signatures", name)
        size = leaf["registry"]["size"]
        self.must(self.holds(leaf["registry"]), "leaf.registry", name)
        self.must(self.registered.get(issuer, size) < size, "issuer.unknown", name)
        may = ROLES[signed.kind] & {*self.statements[issuer].said.get("roles", ())}
        self.must(may, "issuer.role", name)
        for other in signed.cites & self.proofs.keys():
            self.must(self.proofs[other]["index"] < proof["index"], "citation.forward", name)

    def first(self, name: str) -> str:
        """The first version of a statement."""
        while name in self.statements and self.statements[name].old:
            name = self.statements[name].old
        return name

    def lasting(self, signed: Signed) -> list[Json]:
        """What all versions of an entry, or of a delivery, have in common."""
        said, site = signed.said, signed.said.get("site", {}).get("code")
        kept = ("issuer", "process", "model", "recipient", "use", "product", "unit", "line")
        return [signed.kind, site, self.first(said.get("entry", "")), *map(said.get, kept)]

    def check_registry(self) -> None:
        """Registry and statements tell the same versions, withdrawals and products, in time."""
        told, true = dict[Json, int](), dict[Json, int]()
        for at, leaf in enumerate(self.leaves):
            by, what = leaf.get("by", leaf.get("id")), leaf.get("old", leaf.get("subject"))
            told.setdefault((leaf["kind"], what, by), at)
        for old, count in Counter(leaf.get("old") for leaf in self.leaves).items():
            self.must(count == 1 or not old, "registry.two_successors", old)
        for name, proof in self.proofs.items():
            new, size = self.statements[name], proof["leaf"]["registry"]["size"]
            if new.kind == "entry" and new.product:
                true["made", new.product, name] = size
            if new.old:
                old, withdrawn = self.statements[new.old], new.kind == "withdrawal"
                true["withdrawn" if withdrawn else "superseded", new.old, name] = size
                own = new.said["issuer"] == old.said.get("issuer")
                self.must(own, "supersedes.issuer", name)
                same = old.kind in {"entry", "delivery"}
                same = same and (withdrawn or self.lasting(new) == self.lasting(old))
                self.must(same, "supersedes.identity", name)
        for row, size in true.items():
            self.must(told.get(row, size) < size, "registry.unlisted", row[2])
        for _, what, by in told.keys() - true.keys():
            self.must(not what or by not in self.statements, "registry.contradicted", by)


# ---- Figures: kg CO2e per unit of a line, by stage, group, sign and term (method.md, rulebook.md)

EXACT = Context(prec=400)
EXACT.traps[Inexact] = True
FIGURE = Context(34, ROUND_HALF_EVEN, Emin=-27, Emax=30)
"""What a figure is rounded to, once: 34 digits, none beyond the 60th decimal, below 1e31."""
TOLD = Context(4, ROUND_HALF_EVEN, Emin=-57, Emax=30)
"""What a supplier tells a customer: 4 digits."""
Cells = dict[tuple[str, str, str, str], Decimal]
Weight = tuple[Decimal, str]


def spelled(value: Decimal) -> str:
    """The one string of a number."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def total_of(cells: Cells, stage: str = "") -> Decimal:
    """The sum of cells, of one stage if one is asked for."""
    return sum((kg for key, kg in cells.items() if stage in {"", key[0]}), Decimal(0))


def written(cells: Cells) -> list[Json]:
    """Cells as the rows of a document."""
    names, rows = ("stage", "group", "sign", "term"), []
    for key in sorted(key for key in cells if cells[key]):
        row = {name: word for name, word in zip(names, key, strict=True) if word}
        rows.append(row | {"value": spelled(cells[key])})
    return rows


class Graph:
    """The entries behind rows that cite them, each in its newest version as of a registry state."""

    def __init__(self, evidence: Evidence, size: int, rows: list[Json]) -> None:
        self.statements, self.lineage = evidence.statements, set[str]()
        leaves = enumerate(evidence.leaves[:size])
        self.changes = {leaf["old"]: (at, leaf) for at, leaf in leaves if "old" in leaf}
        self.touched = defaultdict[str, int](lambda: -1)
        self.sources: dict[str, tuple[Signed, Signed]] = {}
        self.suppliers: dict[str, set[str]] = {}
        self.problems: list[tuple[str, str]] = []
        waiting = [self.resolve(row) for row in rows]
        while waiting:
            entry = waiting.pop()
            if entry and entry.id not in self.suppliers:
                found = [self.resolve(row) for row in entry.draws]
                self.suppliers[entry.id] = {each.id for each in found if each}
                waiting += found
        self.order: list[str] = []
        try:
            self.order += TopologicalSorter(self.suppliers).static_order()
        except CycleError as error:
            self.problems.append(("graph.loop", min(error.args[1])))

    def newest(self, name: str) -> str:
        """The newest version of a statement; empty where it was withdrawn."""
        self.lineage.add(name)
        while name in self.changes:
            at, leaf = self.changes[name]
            if leaf["kind"] == "withdrawn":
                return ""
            name = leaf["by"]
            self.touched[name] = at
            self.lineage.add(name)
        return name

    def find(self, name: str, kind: str) -> Signed | None:
        """The newest version of a statement of a kind."""
        newest = self.newest(name)
        if newest and self.statements[newest].kind == kind:
            return self.statements[newest]
        self.problems.append(("citation.kind" if newest else f"{kind}.withdrawn", name))
        return None

    def resolve(self, row: Json) -> Signed | None:
        """The entry that a row cites, or whose line is delivered by the delivery that it cites."""
        if "delivery" not in row:
            return self.find(row["entry"], "entry")
        delivery = self.find(row["delivery"], "delivery")
        entry = self.find(delivery.said["entry"], "entry") if delivery else None
        if delivery and entry:
            self.sources[row["delivery"]] = delivery, entry
        return entry

    def upstream(self, entry: str) -> set[str]:
        """All entries that an entry rests on, and itself."""
        found = {entry}
        for node in reversed(self.order):
            found |= self.suppliers[node] if node in found else set()
        return found


def one(rows: list[Json], code: str, subject: str) -> Json:
    """The one row that a rule demands."""
    if len(rows) != 1:
        raise RuleError("factor.ambiguous" if rows else code, subject)
    return rows[0]


class Figures:
    """What each line of a graph comes to under a rulebook and factor sets, suppliers first."""

    def __init__(self, graph: Graph, rules: Json, sets: list[Json]) -> None:
        self.graph, self.rules, self.formula = graph, rules, rules.get("circular_footprint")
        self.factors = defaultdict[Json, list[Json]](list)
        for row in (row for each in sets for row in each["rows"]):
            values = {value["group"]: Decimal(value["value"]) for value in row["values"]}
            self.factors[row["flow"], row["unit"], row["direction"]].append(values)
        refused = {row["origin"] for row in rules.get("refused_origins", ())}
        for row in rules["characterization"]["rows"]:
            if row["origin"] not in refused:
                values = {row["group"]: Decimal(row["value"])}
                self.factors[row["gas"], row["origin"], "gas"].append(values)
        filing = rules["filing_rules"]
        self.filed = {(row["process_stage"], row["purpose"]): row["stage"] for row in filing}
        self.lines: dict[tuple[str, str], Cells] = {}
        for node in graph.order:
            self.compute(graph.statements[node])

    def compute(self, entry: Signed) -> None:
        """One exact sum of amount x factor for each cell, then one division for each line."""
        inventory, self.entry, sums = entry.inventory, entry.id, defaultdict[Json, Decimal](Decimal)
        self.stage = entry.said["process"].split(".")[0]
        self.at_end = self.formula is not None and self.stage == "end_of_life"
        weights, credits_of, whole = self.weigh(inventory)
        for part in ("inputs", "wastes", "emissions"):
            for row in inventory[part]:
                factor, new = weights.get(row.get("purpose", "direct"), weights["process"])
                for (stage, group, sign, term), kg in self.cells_of(row, part).items():
                    sums[stage, group, sign, new or term] += kg * Decimal(row["amount"]) * factor
        for row, (factor, term) in zip(inventory["avoided"], credits_of, strict=True):
            for (_, group, _, _), kg in self.cells_of(row, "avoided").items():
                sums[row["stage"], group, "credit", term] -= kg * Decimal(row["amount"]) * factor
        shares = shares_of(inventory)
        for row in inventory["outputs"]:
            share = shares.get(row["line"], Decimal(0))
            divisor = sum(shares.values()) * whole * Decimal(row["amount"])
            cells = {key: FIGURE.divide(kg * share, divisor) for key, kg in sums.items()}
            self.lines[entry.id, row["line"]] = cells

    def cells_of(self, row: Json, part: str) -> Cells:
        """What one unit of a row comes to: its delivered line, or its factor under its stage."""
        if "delivery" in row:
            delivery, entry = self.graph.sources[row["delivery"]]
            sums = defaultdict[Json, Decimal](Decimal)
            for (stage, *others), kg in self.lines[entry.id, delivery.said["line"]].items():
                sums["end_of_life" if self.at_end else stage, *others] += kg
            return sums
        rule, supply = self.rules.get("electricity", {}), row.get("electricity", {}).get("supply")
        if supply and "fallback" in rule and supply not in rule["allowed"]:
            raise RuleError("electricity.not_judged", self.entry, INCOMPLETE)
        if part == "emissions":
            factors, code = self.factors[row["gas"], row["origin"], "gas"], "gas.not_characterized"
        else:
            direction = "treatment" if part == "wastes" else "product"
            factors, code = self.factors[row["flow"], row["unit"], direction], "factor.none"
        stage = row["stage"]
        if self.rules["filing"] == "rule":
            stage = self.filed.get((self.stage, row.get("purpose", "direct")), self.stage)
        factor = one(factors, code, self.entry)
        return {(stage, group, "burden", ""): kg for group, kg in factor.items()}

    def weigh(self, inventory: Json) -> tuple[dict[str, Weight], list[Weight], Decimal]:
        """What rows count by, with their term, and a divisor that keeps the joint process exact.

        Circular Footprint Formula at end of life: 1-A of the process, (1-A) Qsout/Qp of a credit.
        """
        plain, formula, lines = (Decimal(1), ""), self.formula, inventory["avoided"]
        if not self.at_end:
            if formula and lines:
                raise RuleError("avoided.refused", self.entry)
            return {"process": plain}, [plain] * len(lines), Decimal(1)
        if (formula["collection_rate"]["value"], formula["ed"]["value"]) != ("1", "0"):
            raise RuleError("rulebook.not_judged", self.entry, INCOMPLETE)
        basis = "amount" if formula["joint_basis"] == "mass" else "allocation_value"
        if any(row["unit"] != "kg" or basis not in row for row in lines):
            raise RuleError("cff.basis", self.entry)
        known = {each["material"]: each for each in formula["materials"]}
        default = {"a": formula["default_a"], "qs_out": {"value": "1"}}
        materials = [known.get(row.get("material"), default) for row in lines]
        left = [1 - Decimal(each["a"]["value"]) for each in materials]
        quality = [Decimal(each["qs_out"]["value"]) for each in materials]
        mass = [Decimal(row[basis]) for row in lines]
        whole = sum(mass) or Decimal(1)
        weights = {
            "process": (sum(map(EXACT.multiply, left, mass)), "recycling") if lines else plain,
            "transport": (whole, ""),
            "energy_recovery": (whole * (1 - Decimal(formula["b"]["value"])), "energy_recovery"),
            "disposal": (whole, "disposal"),
        }
        credit = [(whole * a * q, "substitution") for a, q in zip(left, quality, strict=True)]
        return weights, credit, whole


# ---- The judgement (formats/declaration.md, delivery.md, entry.md)


def overlap(one: Json, other: Json) -> bool:
    """Whether the periods of two documents share a day."""
    one, other = one["period"], other["period"]
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def find_line(entry: Signed, line: str) -> Json:
    """An output line of an entry; empty where it has none of that name."""
    return next((row for row in entry.inventory["outputs"] if row["line"] == line), {})


class Audit(Evidence):
    """The judgement of a calculation, once everything behind it is in hand, signed and logged."""

    total: str | None = None

    def run(self, data: bytes) -> "Audit":
        """Judges a bundle: step by step, up to the first that finds something."""
        evidence = (self.check_logs, self.check_links, self.check_statements, self.check_registry)
        goods = (self.check_lineage, self.check_deliveries, self.check_amounts, self.check_twins)
        try:
            self.check_files(unpack(data))
            for step in (*evidence, *goods, self.check_documents, self.check_figure):
                if not self.found:
                    with localcontext(EXACT):
                        step()
        except RuleError as error:
            self.found.add(error.finding)
        except Overflow:
            self.must(None, "figure.overflow", self.name)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            self.found.add((INCOMPLETE, "form.not_judged", "bundle"))
        return self

    def check_lineage(self) -> None:
        """A state that was, and nothing behind the calculation that changed before it was made."""
        composition = self.calculation.sections.get("composition")
        if composition is None:
            raise RuleError("section.withheld", self.name, INCOMPLETE)
        self.rows, self.exclusions = composition["rows"], composition["exclusions"]
        self.size, product = self.said["as_of"]["size"], self.calculation.product
        place = self.proofs[self.name]["leaf"]["registry"]["size"]
        self.must(self.holds(self.said["as_of"]), "state.unknown", self.name)
        self.must(self.size >= self.policy["oldest_registry_size"], "as_of.too_old", self.name)
        self.must(self.size <= place, "as_of.ahead", self.name)
        self.graph = graph = Graph(self, self.size, self.rows)
        for problem in graph.problems:
            self.must(None, *problem)
        made = [leaf["id"] for leaf in self.leaves[: self.size] if leaf.get("subject") == product]
        self.made = [{"entry": name} for name in made]
        for leaf in self.leaves[self.size : place]:
            changed = leaf.get("old") in graph.lineage
            if leaf.get("subject") == product and leaf["id"] not in graph.lineage:
                changed = overlap(self.statements[leaf["id"]].said, self.said)
            self.must(not changed, "calculation.outdated", leaf.get("old", leaf.get("id")))

    def check_deliveries(self) -> None:
        """What the figure rests on is shown; each delivery fits its line and who draws on it."""
        sources = self.graph.sources
        for node in self.graph.suppliers:
            entry = self.statements[node]
            shown = entry.said["sections"].keys() == entry.sections.keys()
            self.need(shown, "section.withheld", node)
            for row in [row for row in entry.draws if row["delivery"] in sources]:
                self.check_draw(row, entry, sources[row["delivery"]][0])
        for delivery, entry in sources.values():
            said, line = delivery.said, find_line(entry, delivery.said["line"])
            self.must(said["issuer"] == entry.said["issuer"], "delivery.issuer", delivery.id)
            self.must(line or "inventory" not in entry.sections, "delivery.line", delivery.id)
            same = (said["product"], said["unit"]) == (line.get("product"), line.get("unit"))
            self.must(same or not line, "delivery.product", delivery.id)

    def check_draw(self, row: Json, entry: Signed, delivery: Signed) -> None:
        """A row draws on a delivery to its issuer, in its unit, while it is valid."""
        said, name = delivery.said, delivery.id
        self.must(said["recipient"] == entry.said["issuer"], "delivery.recipient", name)
        self.must(said["unit"] == row["unit"], "delivery.unit", name)
        may = "type" in row or said["use"] == "representative"
        self.must(may, "avoided.physical", name)
        valid = entry.said["period"]["start"] < said.get("valid_until", "9")
        self.must(valid, "delivery.expired", name)

    def check_documents(self) -> None:
        """The policy lists the method; the attestation is of this, by an auditor of the policy."""
        rulebook, sets = self.said["rulebook"], self.said["factor_sets"]
        self.must(rulebook in self.policy["rulebooks"], "policy.rulebook", rulebook)
        for name in sets:
            self.must(name in self.policy["factor_sets"], "policy.factor_set", name)
        for name in [rulebook, *sets]:
            self.need(name in self.blobs, "blob.missing", name)
        if self.subject.kind == "declaration":
            declared = self.subject.said
            own = declared["issuer"] == self.said["issuer"]
            self.must(own, "declaration.calculation", self.subject.id)
            attestation = self.statements[declared["attestation"]]
            name, said = attestation.id, attestation.said
            if self.must(attestation.kind == "attestation", "citation.kind", name):
                self.must(said["issuer"] in self.policy.get("auditors", ()), "policy.auditor", name)
                self.must(said["issuer"] != self.said["issuer"], "attestation.own", name)
                self.must(said["calculation"] == self.name, "declaration.attestation", name)
                self.must(said["outcome"] != "refused", "declaration.refused", name)

    def check_amounts(self) -> None:
        """No line is delivered, and no delivery drawn on, beyond what it is."""
        graph = Graph(self, self.size, self.rows + self.made)
        delivered, drawn = defaultdict[Json, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
        for delivery, entry in {each[0].id: each for each in graph.sources.values()}.values():
            delivered[entry.id, delivery.said["line"]] += Decimal(delivery.said.get("amount", 0))
        for node in graph.suppliers:
            for row in self.statements[node].draws:
                if "type" in row and row["delivery"] in graph.sources:
                    drawn[graph.sources[row["delivery"]][0].id] += Decimal(row["amount"])
        for name, amount in drawn.items():
            most = Decimal(self.statements[name].said.get("amount", amount))
            self.must(amount <= most, "balance.drawn_above_delivery", name)
        for (name, line), amount in delivered.items():
            most = Decimal(find_line(self.statements[name], line).get("amount", amount))
            self.must(amount <= most, "balance.delivered_above_output", name)

    def check_twins(self) -> None:
        """No two entries that count state the same goods."""
        groups = defaultdict[Json, list[Signed]](list)
        for entry in self.statements.values():
            if entry.kind == "entry" and entry.id not in self.graph.changes:
                for row in entry.inventory["outputs"]:
                    said = entry.said
                    key = said["issuer"], said["site"]["code"], said["process"], row["product"]
                    groups[key].append(entry)
        for one, other in (pair for group in groups.values() for pair in combinations(group, 2)):
            lots = one.said.get("lot"), other.said.get("lot")
            same = lots[0] == lots[1] if None not in lots else overlap(one.said, other.said)
            same = same and self.first(one.id) != self.first(other.id)
            self.must(not same, "entry.twin", max(one.id, other.id))

    def open_blob(self, name: str, part: str) -> Json:
        """A rulebook or a factor set, told by a part that it has."""
        document = json.loads(self.blobs[name])
        if part not in document:
            raise RuleError("blob.invalid", name)
        return document

    def check_figure(self) -> None:
        """The method is known here; what was told, what is counted, and every digit is true."""
        rules = self.open_blob(self.said["rulebook"], "filing")
        sets = [self.open_blob(name, "rows") for name in self.said["factor_sets"]]
        unknown = rules["unknown"] or rules.keys() - FORMS["rulebook"].keys()
        formula = rules.get("circular_footprint", {})
        unknown = unknown or formula.keys() - FORMS["circular_footprint"].keys()
        self.need(not unknown, "rulebook.unknown_parts", self.said["rulebook"])
        if self.subject.kind == "declaration":
            name, processes = self.subject.id, {row["process"] for row in rules["company_specific"]}
            self.must(rules["declarable"] != "no", "declaration.rulebook", name)
            own = processes <= {self.statements[node].said["process"] for node in self.graph.order}
            law = rules["declarable"] == "article_7"
            self.must(own or not law, "declaration.company_specific", name)
        self.figures = Figures(self.graph, rules, sets)
        self.check_told()
        self.parts = []
        for row in self.rows:
            delivery, entry = self.graph.sources.get(row.get("delivery"), (None, None))
            entry = entry or self.statements[self.graph.newest(row["entry"])]
            self.parts.append((row, entry, delivery))
        for part in self.parts:
            self.check_row(*part)
        if not self.found:
            self.check_composition(rules)
            self.check_equality(rules)

    def check_told(self) -> None:
        """What a supplier told its customer is the figure, and nothing had overtaken it by then."""
        graph, touched = self.graph, self.graph.touched
        for node in graph.order:
            for row in self.statements[node].draws:
                delivery, entry = graph.sources[row["delivery"]]
                touched[node] = max(touched[node], touched[delivery.id], touched[entry.id])
        for delivery, entry in graph.sources.values():
            told, name, last = delivery.said.get("figure"), delivery.id, touched[entry.id]
            if told is None:
                continue
            since, place = told["registry"]["size"], self.proofs[name]["leaf"]["registry"]["size"]
            self.must(self.holds(told["registry"]), "state.unknown", name)
            self.must(not since <= last < place, "figure.outdated", name)
            same = all(told[member] == self.said[member] for member in ("rulebook", "factor_sets"))
            if same and last < since:
                cells = self.figures.lines[entry.id, delivery.said["line"]]
                rows = written({key: TOLD.plus(kg) for key, kg in cells.items()})
                right = told["cells"] == rows and told["total"] == spelled(
                    TOLD.plus(total_of(cells))
                )
                self.must(right, "delivery.figure", name)
                continue
            total, *parts = map(Decimal, [told["total"], *(row["value"] for row in told["cells"])])
            halves = [Decimal(5).scaleb(kg.adjusted() - 4) for kg in (total, *parts) if kg]
            self.must(abs(total - sum(parts)) <= sum(halves), "figure.total", name)

    def check_row(self, row: Json, entry: Signed, delivery: Signed | None) -> None:
        """A product line is the manufacturer's and counted whole, others are delivered to it."""
        must, name, line = self.must, entry.id, find_line(entry, row["line"])
        same = delivery is None or delivery.said["line"] == row["line"]
        must(line and same, "composition.line", name)
        must(line.get("unit") in {row["unit"], None}, "composition.unit", name)
        if row["role"] == "product":
            made = entry.product == self.calculation.product
            must(made and ("batteries" in line or not line), "composition.product", name)
            must(overlap(entry.said, self.said), "composition.period", name)
            must(line.get("amount", row["amount"]) == row["amount"], "composition.amount", name)
        elif delivery is None:
            must(entry.said["issuer"] == self.said["issuer"], "composition.foreign", name)
        else:
            said = delivery.said
            fits = (said["use"], said["recipient"]) == ("representative", self.said["issuer"])
            if must(fits, "composition.delivery", delivery.id):
                valid = said["valid_until"] > self.said["period"]["start"]
                must(valid, "delivery.expired", delivery.id)

    def check_composition(self, rules: Json) -> None:
        """Nothing is counted twice or left out: products, mass, roles, and all that was made."""
        graph, batteries, mass, seen = self.graph, 0, Decimal(0), set[tuple[str, str]]()
        products = {entry.id for row, entry, _ in self.parts if row["role"] == "product"}
        held = set[str]().union(*map(graph.upstream, products))
        for row, entry, _ in self.parts:
            twice = products & (graph.upstream(entry.id) - {entry.id})
            if row["role"] == "product":
                lines = entry.sections["product"]["lines"]
                told = next((line for line in lines if line["line"] == row["line"]), {})
                mass += Decimal(told.get("kg_per_unit", "NaN")) * Decimal(row["amount"])
                batteries += find_line(entry, row["line"])["batteries"]
            else:
                twice |= {entry.id} & held
            twice |= {entry.id} if (entry.id, row["line"]) in seen else set()
            self.must(not twice, "composition.counted_twice", entry.id)
            seen.add((entry.id, row["line"]))
        for row, entry, _ in self.parts:
            whole = row["unit"] == "kg" and Decimal(row["amount"]) == mass
            whole = whole or row["role"] != "end_of_life"
            self.must(whole, "composition.end_of_life_amount", entry.id)
        self.must(batteries == self.said["batteries"], "calculation.batteries", self.said["model"])
        for role in rules["required_roles"]:
            met = any(row["role"] == role for row in self.rows)
            self.must(met, "composition.role_missing", role)
        used = products | {self.graph.newest(row["entry"]) for row in self.exclusions}
        for name in {self.graph.newest(row["entry"]) for row in self.made} - used - {""}:
            left = overlap(self.statements[name].said, self.said)
            self.must(not left, "composition.made_left_out", name)
        for row in self.exclusions:
            made = self.statements[row["entry"]].product == self.calculation.product
            self.must(made, "composition.exclusion", row["entry"])

    def total_energy(self, rules: Json) -> tuple[Decimal, Decimal]:
        """kWh of one battery over its life, as an exact ratio: a distance need not divide."""
        said, name = self.said, self.name
        units = [row for row in rules["functional_units"] if row["category"] == said["category"]]
        unit, capacity = one(units, "functional_unit.category", name), Decimal(said["capacity_kwh"])
        if unit["service_life"] == "declared_cycle_life":
            lives = [said[member] for member in ("cycle_life",) if member in said]
            return capacity * Decimal(one(lives, "functional_unit.cycle_life", name)), Decimal(1)
        vehicle = said.get("vehicle_category")
        rows = [row for row in unit["cycles_per_year"] if row["vehicle_category"] == vehicle]
        row = one(rows, "functional_unit.vehicle_category", name)
        rule, limits = rules.get("warranty"), []
        least = Decimal(rule["least_remaining_energy"]["value"] if rule else 0)
        for warranty in said["warranties"]:
            if Decimal(warranty.get("remaining_energy", least)) >= least:
                limits.append((warranty["years"], "1"))
                if "km" in warranty:
                    limits.append((warranty["km"], row["km_per_year"]["value"]))
        if rule and not limits:
            limits = [(rule["default_years"]["value"], "1")]
        life, divisor = min(limits, key=lambda limit: Fraction(limit[0]) / Fraction(limit[1]))
        return capacity * Decimal(row["cycles"]["value"]) * Decimal(life), Decimal(divisor)

    def check_equality(self, rules: Json) -> None:
        """Total energy, cells, stages and total come from what was signed, to the last digit."""
        said, name, sums = self.said, self.name, defaultdict[Json, Decimal](Decimal)
        numerator, denominator = self.total_energy(rules)
        energy = {"numerator": spelled(numerator), "denominator": spelled(denominator)}
        self.must(said["total_energy"] == energy, "calculation.total_energy", name)
        for row, entry, _ in self.parts:
            for key, kg in self.figures.lines[entry.id, row["line"]].items():
                sums[key] += kg * Decimal(row["amount"])
        cells = {
            key: FIGURE.divide(kg * denominator, numerator * said["batteries"])
            for key, kg in sums.items()
        }
        self.total = spelled(total_of(cells))
        totals = {stage: spelled(total_of(cells, stage)) for stage in STAGE.split("|")}
        stages = [{"stage": stage, "value": value} for stage, value in totals.items()]
        self.must(said["cells"] == written(cells), "calculation.cells", name)
        self.must(said["stages"] == stages, "calculation.stages", name)
        self.must(said["total"] == self.total, "calculation.total", name)
        for stage in rules["required_stages"]:
            met = any(row["role"] == stage for row in self.rows)
            met = met or any(kg and key[0] == stage for key, kg in cells.items())
            self.must(met, "composition.stage_missing", stage)


# ---- The command (formats/policy.md)


def log_keys(policy: Json, log: str) -> list[tuple[Vkey, int]]:
    """The keys of a log, the current one first, each with the largest size that it counts for."""
    name, logs = f"{policy['origin']}/{log}", policy["logs"]
    rows = [(row["vkey"], row["until"]) for row in logs.get("earlier", ())]
    own = [(logs[log], 1 << 63), *(row for row in rows if row[0].startswith(f"{name}+"))]
    return [(Vkey.parse(text, 1, re.escape(name)), until) for text, until in own]


def parse_policy(data: bytes) -> Json:
    """The policy in a TOML file: keys that are sound, each witness once, a quorum within reach."""
    policy = parse(canonical(tomllib.loads(data.decode())), "policy")
    known = [{key.key for key, _ in log_keys(policy, log)} for log in ("entries", "registry")]
    if sum(map(len, known)) != 2 + len(policy["logs"].get("earlier", ())):
        raise RuleError("policy.key")
    witnesses = policy.get("witnesses", ())
    keys = {Vkey.parse(row["vkey"], 4).key for row in witnesses}
    if len(keys) < len(witnesses) or policy["quorum"] > len({row["group"] for row in witnesses}):
        raise RuleError("policy.quorum")
    return policy


def main(arguments: list[str]) -> int:
    """Reads the files, prints findings and a verdict; the exit status."""
    try:
        bundle, policy, *own = [Path(argument).read_bytes() for argument in arguments]
        audit = Audit(parse_policy(policy), [canonical(json.loads(data)) for data in own])
    except (OSError, ValueError, RecursionError) as error:
        print(f"usage: verify_alone.py BUNDLE POLICY.toml [FACTORS.json ...]: {error}")
        return USAGE
    audit.run(bundle)
    words = ("verified", "contradicted", "incomplete")
    for verdict, code, subject in sorted(audit.found):
        print(words[verdict], code, subject)
    print(f"{words[audit.exit_code]}; recomputed: {audit.total or 'not told'} kg CO2e per kWh")
    return audit.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
