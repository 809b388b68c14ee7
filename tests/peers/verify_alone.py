"""A second, independent verifier of Cradle bundles: one file of standard-library Python (3.11).

    python verify_alone.py BUNDLE POLICY.toml [FACTORS.json ...]
    python verify_alone.py --help

It follows docs/formats and docs/method*.md only. Take it from a release, not from a bundle, and write the policy
yourself. It checks a bundle from the bytes up to the figure, and reports its first finding: the code of
`cradle verify`, and its subject. Exit status: 0 verified, 1 contradicted, 2 incomplete or not judged here, 3 usage or
policy, 4 out of memory, which is not a verdict.

Not judged here, so not verified: goods of the carbon border, imported files, filled gaps, site balances, ratings,
openings of deliveries, recycled inputs, recovered energy, material that replaces nothing named, offsets, certificates,
rulebooks with a collection rate or a disposal factor, service life in cycles, attestations of deliveries, changes of
keys of participants or logs, P-256 keys, reports of monitors, bundles about a delivery, redacted bundles. Accepted
without a check: the content of rulebook and factor sets, which the policy names by digest; countries, gases and
process codes beyond their syntax; the length of lists; the list of a sample, of which it judges the seed; the notes of
published warranties; what an objection may contest. It lists no choices, no objections and no conservative figure.
"""

import json
import re
import sys
import tomllib
from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache
from hashlib import sha256, sha512
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from unicodedata import is_normalized
from zipfile import ZipFile, ZipInfo

Json = Any
INCOMPLETE = r"(file|statement|proof|blob|closure)\.missing|.*\.(withheld|unreadable|not_judged)"
INCOMPLETE += r"|container\.form|bundle\.no_subject|witness\.quorum|rulebook\.unknown_parts|policy\.unconfirmed"
FindingError = type("FindingError", (Exception,), {})  # with a code, and its subject


def must(**rules: object) -> None:
    """Raise a finding unless each rule is true, or an empty list of its violations; a__b=, c= are codes a.b, a.c."""
    area = ""
    for name, holds in rules.items():
        area, rule = name.rsplit("__", 1) if "__" in name else (area, name)
        if holds if isinstance(holds, list) else not holds:
            raise FindingError(f"{area}.{rule}", *(holds or ())[:1])


def trying(code: str, read: Callable[..., Json], *given: object) -> Json:
    """Return the result of a function; an error in it is a finding of that code."""
    try:
        return read(*given)
    except Exception as error:
        known = isinstance(error, (FindingError, MemoryError))
        raise (error if known else FindingError(code)) from error


# ---- Documents: canonical JSON of known forms (formats/statement.md and the pages of each kind)
# `names = pattern` or `document member:form ...`, ended by a semicolon. A member alone has the form of its name,
# `member?` may be absent, a word in capitals represents the members of that document. `[form]` is a list, `[form]+` of
# at least one row, `<` ordered by the members that follow. A form that is not a name is a pattern. A document or
# member without a form is not judged; `type`, `section` or `kind` selects among several forms of one name.
TABLE = r"""
id issuer recipient registrar withdraws rulebook sigs old by of subject bundle findings statement capacity_evidence
  = sha256:[0-9a-f]{64}; hash root = [0-9a-f]{64}; key = [0-9a-f]{64}|0[23][0-9a-f]{64}; nonce salt tag = [0-9a-f]{32};
payload sig = (?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/](?:[AQgw]=|[A-Za-z0-9+/][AEIMQUYcgkosw048])=)?; kilogram = kg;
text name number legal_name document scope software conformity note vkey address trade_name town region
  = (?=.{1,1024}\Z)\S(.*\S)?;
contact = https://\S{1,500}|[^\s@]{1,64}@[^\s@.]{1,63}(\.[^\s@.]{1,63}){1,8};
code line lot zone vehicle_category = [A-Za-z0-9][A-Za-z0-9._-]{0,63}; share fraction recycled = 1|0\.[0-9]{0,29}[1-9];
remaining_energy = 0|1|0\.[0-9]{0,29}[1-9];
amount allocation_value kg_per_unit kwh_per_unit kwp_per_unit capacity_kwh cycle_life numerator denominator years km
  kg materiality = [1-9][0-9]{0,17}(\.[0-9]{0,29}[1-9])?|0\.[0-9]{0,29}[1-9];
country = [A-Z]{2}|[A-Z][A-Za-z]{2}; nation = [A-Z]{2};
effect = 0|[1-9][0-9]{0,17}(\.[0-9]{0,29}[1-9])?|0\.[0-9]{0,29}[1-9];
coverage company_specific_share = 0|-?([1-9][0-9]{0,17}(\.[0-9]{0,29}[1-9])?|0\.[0-9]{0,29}[1-9]);
figure total value = 0|-?([1-9][0-9]{0,31}(\.[0-9]{0,59}[1-9])?|0\.[0-9]{0,59}[1-9]); material = [A-Z][A-Za-z]{0,3};
stage = raw_material|main_production|distribution|end_of_life; model product = [A-Za-z][A-Za-z0-9+.-]*:\S{1,500};
unit = k(g|W[hp])|MJ|m3|tkm|piece|unit|m|m2a?|h;
process = (raw_material|main_production|distribution|end_of_life)\.[a-z_]+;
purpose = material|packaging|energy|transport|direct|processing|disposal|energy_recovery; study = https://\S{1,500};
origin = (?=.{1,200}\Z)[a-z0-9][a-z0-9.-]*(/[a-z0-9._-]+)*; group = fossil|biogenic|land_use_change|uptake|unspecified;
known = metered|invoiced|weighed|assayed|calculated|estimated|apportioned; word kind type gas scheme = [a-z0-9_]{1,32};
party = supplier|manufacturer|auditor|operator|registrar|witness; flow = (?=.{1,200}\Z)[a-z0-9_]+(:[A-Za-z0-9._-]+)+;
reason = correction|new_data|method_change|entered_in_error; date = (19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2};
envelope payload payloadType:[!-~]{1,128} signatures:[signature]+; signature sig;
SECTION kind issuer? section:word salt; section_profile SECTION value:profile; section_quality SECTION value:quality;
section_product SECTION value:product_lines; section_inventory SECTION value:inventory; section_composition SECTION
  value:composition; section_exact SECTION value:exact; exact cells:[cell]<stage,group,sign,term;
  STATED origin issuer; period start:date end:date; supersedes id reason; state size:index root;
participant origin root_keys:[public]+<key threshold:count working_keys:[public]+<key registrar? roles:[party]+<
  sections:of_participant; of_participant profile:id; public alg:ed25519|p256 key custody?:file|browser|hsm;
profile legal_name country identifiers:[identifier] details? sites?:[place]+<site; identifier scheme value:text;
details address trade_name? contact; place site:code town region? country?:nation; site code country zone?;
of_entry inventory:id product:id quality?:id; entry STATED site process period lot? model? supersedes?
  sections:of_entry basis:lot_actual|site_period_average|model_declared|reported_by_customer;
inventory outputs:[output]+<line inputs:[input] wastes:[waste] emissions:[emission] avoided:[avoided]
  recyclability? allocation?:mass|energy|revenue cuts?:[cut]+<product; cut product amount unit effect;
recyclability collected:id facilities:id recycled:id;
output line product name amount unit allocation_value? batteries?:count role:main|co_product|by_product|scrap;
ROW amount document? evidence:[id] known?; input_delivery ROW type delivery:id unit purpose;
emission ROW gas origin:word unit:kilogram stage;
input_activity ROW type flow unit purpose stage source:dataset|declared electricity? material? leg?;
leg kg:amount km deliveries:[id];
electricity supply:on_site|direct_line|contract|grid certificates:[certificate]; waste ROW flow unit purpose stage;
avoided ROW delivery?:id flow? material? other_product?:id allocation_value? unit stage;
product_lines lines:[product_line]+<line; product_line line name? form:as_is|dry|hydrate kg_per_unit?
  kwh_per_unit? kwp_per_unit? formula?:[A-Za-z0-9().]{1,64} elements:[content]<element;
content element:[A-Z][a-z]? fraction recycled?;
quality ratings:[rated] company_specific_share? coverage?; withdrawal STATED withdraws reason nonce;
delivery STATED recipient entry:id line product unit number nonce use:physical|representative amount?
  valid_until?:date figure?:supplier_figure methods?:[id]+< supersedes?;
supplier_figure registry:state rulebook factor_sets:[id]+< total cells:[cell]<stage,group,sign,term;
cell stage group sign:burden|credit value term?:recycled_content|recycling|substitution|energy_recovery|disposal;
calculation STATED model site:code period category?:EV|LMT|industrial vehicle_category? capacity_kwh? cycle_life?
  warranties?:[warranty] capacity_evidence? batteries?:count batteries_evidence?:id total_energy?:ratio digits?
  declared_unit?
  cells:[cell]<stage,group,sign,term
  stages:[net] total rulebook factor_sets:[id]+< as_of:state software supersedes? sections:of_calculation;
of_calculation composition:id exact?:id; declared_unit unit amount; ratio numerator denominator; net stage value;
  warranty years km? remaining_energy? evidence?:id;
  composition rows:[counted]+<role,entry,delivery,line exclusions:[exclusion]<entry;
counted role:product|distribution|end_of_life entry?:id delivery?:id line amount unit; exclusion entry:id reason:text;
attestation STATED calculation?:id delivery?:id bundle policy:id findings scope
  level:agreed_upon_procedures|limited|reasonable sections?:of_attestation
  materiality depth:depths nonce outcome:verified|verified_with_remarks|refused sample? standard?:text
  independence?:text notified_body?:[0-9]{4} date? valid_until?:date;
of_attestation settled:id; section_settled SECTION value:settled_list;
settled_list choices:[settling]+<choice,statement,coordinate; settling choice:code statement
  coordinate?:\S(.{0,198}\S)? depth:site_visit|documents evidence:[id]+ explained?:[explained]+;
explained substance:text kg;
sample commitment:id nonce:hash checkpoint:seed processes:count drawn:id; seed size:count root signature:sig;
commitment STATED subject digest:id;
objection STATED subject row?:(outputs|inputs|wastes|emissions|avoided)/(0|[1-9][0-9]{0,5}) claimed_kg?:coverage
  ground:amount|factor|origin|double_use|boundary|missing_entry|certificate reason:text nonce
  evidence:[id] answer_by:date; answer STATED objection:id outcome:accepts|rejects reason:text evidence:[id] nonce;
depths default:recomputed|sampled|site_visit|documents exceptions:[exception]; exception statement
  depth:recomputed|sampled|site_visit|documents|attested;
declaration STATED calculation:id attestation:id conformity? study details? town? chemistry?:text date?
  signatory?:person supersedes? nonce; person name:text function:text;
LEAF v:one kind; leaf_participant LEAF id sigs; leaf_key LEAF id of sigs; leaf_made LEAF subject id;
leaf_superseded LEAF old by; leaf_withdrawn LEAF old by; logged LEAF id registry:state sigs old?
  marks?:[id]+ closure?:id; opened closure marks:[mark]; closure firms:[firm]<participant since:index salt beside?;
beside left:[left]<delivery twins:[id]<; left delivery:id amount:effect;
firm participant:id issued:index received:index;
mark participant:id role:issued|received nr:count period tags:[tag] salt;
policy note? origin logs? quorum:index witnesses:[witness] registrars:[id]+ unconfirmed:[open_line]
  auditors:[id] rulebooks:[id]+ factor_sets:[id]+ oldest_registry_size:index last_seen?:state monitors:[text]
  warranties?:[published] confirmed:[compared]; open_line line:text compare_with:text;
compared line:text compared_with:text on:date; published publisher:text note:[note_line]+; note_line = .{0,999};
logs entries:text registry:text earlier?:[earlier]; earlier vkey until:index; witness vkey group:text;
method id version title legal_status declarable filing filing_rules boundary avoided unknown functional_units warranty
  required_roles required_stages electricity transport cut_off classes company_specific circular_footprint redeclaration
  declared_unit data_quality balances references refused_origins characterization conservative not_covered
  cumulative_cut_off;
circular_footprint default_a least_a most_a materials collection_rate ed b joint_basis rules
"""
FORMS: Json = {"count": range(1, 1 << 53), "index": range(1 << 53), "one": range(1, 2)}
FORMS["digits"] = range(4, 5)
for _words in map(str.split, TABLE.split(";")):
    _names, _pattern = (_words[:-2], _words[-1]) if "=" in _words else (_words[:1], {})
    FORMS |= dict.fromkeys(_names, _pattern)
    for _member, _, _of in (word.partition(":") for word in _words[1:] if "=" not in _words):
        _name = _member.rstrip("?")
        _members = FORMS[_name] if _name.isupper() else {_name: (_of or _name, _name != _member)}
        FORMS[_names[0]] |= _members
FRACTIONS = FORMS["amount"], FORMS["figure"], FORMS["remaining_energy"]
NUMBERS = {name for name, form in FORMS.items() if form in FRACTIONS}
LISTED = re.compile(r"\[(\w+)\](\+?)(<?)([\w,]*)")
_odd = "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
_odd += "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
ODD, BEARING = re.compile(f"[{_odd}]"), {"main", "co_product"}
BATTERY = ["category", "capacity_kwh", "warranties", "batteries", "total_energy"]
ALSO = ["vehicle_category", "cycle_life", "capacity_evidence", "batteries_evidence"]
RULES: Json = {  # relations between the members of a document
    "date": date.fromisoformat,
    "period": lambda v: v.start < v.end,
    "envelope": lambda v: all(a < b for a, b in pairwise(b64decode(s.sig) for s in v.signatures)),
    "participant": lambda v: v.threshold <= len(v.root_keys),
    "entry": lambda v: (v.basis == "lot_actual") == ("lot" in v),
    "delivery": lambda v: ("amount" in v) == (v.use == "physical") != ("valid_until" in v),
    "calculation": lambda v: (
        ("digits" in v) == ("exact" in v.sections)
        and ({*BATTERY} <= {*v} if "declared_unit" not in v else not {*BATTERY, *ALSO} & {*v})
    ),
    "counted": lambda v: len(v) == 5 and ("entry" in v or v.role != "product"),
    "cell": lambda v: v.value,
    "logged": lambda v: len(v.marks or ()) <= 2,
    "attestation": lambda v: not v.valid_until or (v.date or "9") <= v.valid_until,
    "output": lambda v: v.role in BEARING or "allocation_value" not in v,
    "inventory": lambda v: (
        [o.role for o in v.outputs].count("main") == 1
        and len({o.product for o in v.outputs}) == len(v.outputs)
        and ("allocation" in v) == (sum(o.role in BEARING for o in v.outputs) > 1)
        and {"allocation_value" in o for o in v.outputs if o.role in BEARING} == {"allocation" in v}
    ),
    "input_activity": lambda v: (
        (v.purpose + v.unit == "energykWh") <= ("electricity" in v) <= (v.unit in ("kWh", "MJ"))
        and ("leg" in v) <= (v.purpose + v.unit == "transporttkm")
    ),
    "avoided": lambda v: (
        len({"delivery", "flow"} & {*v} or {"material"} & {*v}) == 1
        and ("other_product" not in v or {"delivery", "material"} <= {*v})
    ),
}
canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


class Document(dict[str, Json]):
    """A JSON object: its members are attributes, numbers are exact fractions, an absent member is None."""

    def __getattr__(self, name: str) -> Json:
        value = self.get(name)
        return Fraction(value) if name in NUMBERS and isinstance(value, str) else value

    def overlaps(self, other: Json) -> bool:
        """True if the periods of two documents share a day."""
        return self.period.start < other.period.end and other.period.start < self.period.end

    def ends_within(self, other: Json, years: int = 0) -> bool:
        """True if its last day is in the other's period, or at most this many years before or after it."""
        end = self.period.end
        return bool(_year(other.period.start, -years) < end <= _year(other.period.end, years))


def _year(day: str, years: int = 1) -> str:  # the same day of another year; 29 February is 1 March
    moved = f"{int(day[:4]) + years}{day[4:]}"
    return moved.replace("-02-29", "-03-01") if years else day


def _fits(value: Json, form: str) -> bool:  # True for a form that the table lacks
    if isinstance(value, Document) and form not in FORMS:
        form = f"{form}_{value.type or value.section or value.kind}"
    known, listed = FORMS.get(form, form), LISTED.fullmatch(form)
    must(form__not_judged=known != form or not form.isidentifier())
    if listed:
        of, least, order, keys = listed.groups()
        by = [[row[key] for key in keys.split(",") if key in row] if keys else row for row in value]
        sound = isinstance(value, list) and len(value) >= len(least)
        sound = sound and not (order and any(left >= right for left, right in pairwise(by)))
        sound = sound and all(_fits(row, of) for row in value)
    elif isinstance(known, dict):
        must(form__not_judged=value.keys() <= known.keys())
        optional = [may for name, (_, may) in known.items() if name not in value]
        sound = all(optional) and all(_fits(value[name], known[name][0]) for name in value)
    elif isinstance(known, range):
        sound = type(value) is int and value in known
    else:
        sound = is_normalized("NFC", value) and not ODD.search(value) and re.fullmatch(known, value)
    return bool(sound and (form not in RULES or RULES[form](value)))


def _load(data: bytes, form: str) -> Json:  # a document: canonical JSON of a form
    value = json.loads(data, object_hook=Document)
    limit = 1 << 14 if b'"section":"composition"' in data else LIMITS.get(form, 1 << 20)
    if len(data) > limit << 10 or canonical(value).encode() != data or not _fits(value, form):
        raise ValueError(form)
    return value


# ---- Ed25519 (RFC 8032, under the strict policy of formats/statement.md)
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
ZERO, NEUTRAL, BASE = (0, 1, 1), (1).to_bytes(32, "little"), b"\x58" + b"\x66" * 31


def _add(p: Json, q: Json) -> Json:  # of points x/z, y/z on -x^2 + y^2 = 1 + D x^2 y^2
    x, y, z = (left * right % P for left, right in zip(p, q, strict=True))
    cross, e = (p[0] + p[1]) * (q[0] + q[1]) - x - y, D * x * y % P
    f, g = z * z - e, z * z + e
    return z * f * cross % P, z * g * (x + y) % P, f * g % P


def _combine(a: int, p: Json, b: int = 0, q: Json = ZERO) -> bytes:  # a p + b q, as encoded
    total, steps = ZERO, {"10": p, "01": q, "11": _add(p, q)}
    for bits in map("".join, zip(f"{a:0256b}", f"{b:0256b}", strict=True)):
        total = _add(total, total)
        total = _add(total, steps[bits]) if bits in steps else total
    x, y = (part * pow(total[2], -1, P) % P for part in total[:2])
    return (y | (x & 1) << 255).to_bytes(32, "little")


@cache
def _decode(data: bytes) -> Json:  # the point of prime order of a canonical encoding, or None
    y = int.from_bytes(data, "little") % (1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    points = [(root % P, y, 1) for root in (x, -x, x * ROOT, -x * ROOT) if root**2 % P == square]
    return next((p for p in points if _combine(1, p) == data != NEUTRAL == _combine(L, p)), None)


@cache
def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """True if a key signed: S below L, R canonical and not of small order, no cofactor."""
    point, r, s = _decode(key), signature[:32], int.from_bytes(signature[32:], "little")
    k = int.from_bytes(sha512(r + key + message).digest(), "little") % L
    sound = point is not None and len(signature) == 64 and s < L and r != NEUTRAL
    return sound and _combine(s, _decode(BASE), L - k, point) == r  # of prime order


# ---- Container, signed notes, Merkle trees (formats/bundle.md, logs.md; C2SP notes, RFC 9162)
FILE_NAME = re.compile(r"[\w-][\w.-]{0,99}(/[\w-][\w.-]{0,99}){0,3}", re.ASCII)
SIGNER, BASE64 = r"[^\s+\x00-\x1f\x7f]{1,256}", FORMS["sig"]
HASH, COUNT = rf"(?:(?=.{{44}}\n){BASE64})", "(?:0|[1-9][0-9]{0,18})"
VKEY = rf"({SIGNER})\+([0-9a-f]{{8}})\+({BASE64})"
CHECKPOINT = rf"((\S+)\n({COUNT})\n({HASH})\n)\n((?:\u2014 {SIGNER} {BASE64}\n)+)"
PROOF = rf"cradle multiproof v1\n((?:{COUNT} \S+\n)+)\n((?:{HASH}\n)*)"


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a bundle by name: a zip file that equals the result of packing them again."""
    with ZipFile(BytesIO(data)) as given, ZipFile(again := BytesIO(), "w") as copy:
        must(container__form=sum(row.file_size for row in given.infolist()) < len(data))
        files = {name: given.read(name) for name in sorted(given.namelist())}
        for name, content in files.items():
            copy.writestr(ZipInfo(name), content)
        for entry in copy.infolist():
            entry.create_system = entry.external_attr = 0
    must(container__form=all(map(FILE_NAME.fullmatch, files)) and again.getvalue() == data)
    return files


def _rebuilt(leaves: Json, between: list[bytes], start: int, size: int) -> bytes:  # bundle.md
    if not leaves:
        return between.pop(0) if between else b""
    if size < 2:
        return leaves[0][1] if leaves[0][0] == start == leaves[-1][0] else b""
    left = 1 << (size - 1).bit_length() - 1
    node = _rebuilt([row for row in leaves if row[0] < start + left], between, start, left)
    leaves, start = [row for row in leaves if row[0] >= start + left], start + left
    return sha256(b"\1" + node + _rebuilt(leaves, between, start, size - left)).digest()


# ---- The judgement (formats/bundle.md, logs.md, participant.md, delivery.md, declaration.md)
MAKER, OWNER, AUDITOR = {"supplier", "manufacturer"}, {"manufacturer"}, {"auditor"}
ANYONE = MAKER | AUDITOR | {"operator", "registrar"}
ROLES = {"entry": MAKER, "delivery": MAKER, "withdrawal": ANYONE, "attestation": AUDITOR}
ROLES |= {"calculation": OWNER, "declaration": OWNER, "participant": OWNER, "commitment": AUDITOR}
ROLES |= {"objection": ANYONE, "answer": MAKER | AUDITOR}
LIMITS = dict.fromkeys(ROLES, 48) | {"envelope": 80, "logged": 16, "section": 1 << 10}  # KiB
DOCUMENTS, FOLDERS = ("calculation", "declaration"), ("statements", "sections", "blobs")
KINDS = {f"application/vnd.cradle.{kind}.v1+json": kind for kind in ROLES}
CITED = "issuer|recipient|registrar|entry|delivery|calculation|attestation|withdraws|id"
CITED += "|subject|commitment|objection"
READ = {"statements": "envelope", "sections": "section", "registry.json": "[leaf]"}
READ |= {(CLOSURE := "closure.json"): "opened"}
ISSUED, RECEIVED = [("entry", 1, 0), ("delivery", 2, 0)], [("delivery", 2, 1)]  # kind, marks, place
FIXED = {"checkpoints/entries", "checkpoints/registry", "registry.json", "proofs/entries"}
NOWHERE = -1, Document(registry=Document(size=1 << 63))
NOTHING = Document(outputs=[], inputs=[], wastes=[], emissions=[], avoided=[], rows=[])
GONE = "entry", "delivery", "objection"
KEPT = "process", "model", "recipient", "use", "product", "unit", "line"
DIRECTIONS = {"inputs": "product", "wastes": "treatment", "emissions": "gas", "avoided": "product"}
PARTS, WATER, LEAST = ("issued", "received"), {"H", "O"}, Fraction(1, 100)
PIECES, CREDITS = ("piece", "unit"), ("substitution", "energy_recovery")
FARADAY = Fraction("26.80148")
MOLAR = "Cd 112.41 Ce 140.12 La 138.91 Li 6.94 Na 22.98976928 Pb 207.2"
MOLAR = [*zip(*[iter(f"{MOLAR} V 50.942 Zn 65.38".split())] * 2, strict=True)]
MOLAR = {name: Fraction(mass) for name, mass in MOLAR}
COLLECTION, GOODS = "end_of_life.collection", {"material", "packaging"}
STAGES, WHOLE, YEAR_10000 = FORMS["stage"].split("|"), Fraction(1), 253_402_300_800
FIGURE = Context(34, ROUND_HALF_EVEN, Emin=-27, Emax=30)  # to the 60th decimal, below 1e31
EXACT = Context(400)
DELIVERED = Context(4, ROUND_HALF_EVEN, Emin=-57, Emax=30)  # a supplier's figure for a customer


def _digest(document: Json) -> str:  # by which a leaf binds a mark or a closure
    return f"sha256:{sha256(canonical(document).encode()).hexdigest()}"


def _rounded(cells: Json, context: Context) -> Json:  # kg CO2e by stage, group, sign and term
    parts = {key: (kg.numerator, kg.denominator) for key, kg in cells.items() if kg}
    return {k: Fraction(trying("figure.overflow", context.divide, *kg)) for k, kg in parts.items()}


def _stated(said: Json) -> Json:  # the same of a document
    return {(c.stage, c.group, c.sign, c.term or ""): c.value for c in said.cells}


def _delivers(cells: Json) -> Json:  # what a delivery states of them
    parts = _rounded({**cells, "": sum(cells.values())}, DELIVERED)
    return {key: kg for key, kg in parts.items() if key}, parts.get("", 0)


class Audit:
    """The judgement of a bundle under a policy: step by step, up to the first finding."""

    def run(self, policy: Json, data: bytes, own: Iterable[bytes] = ()) -> tuple[int, str, str]:
        """Run each `_check_...` in order; return exit status, finding, and its subject or the total."""
        self.policy, self.about, self.changed, self.total = policy, "bundle", {}, ""
        self.blobs = {f"sha256:{sha256(blob).hexdigest()}": blob for blob in own}
        try:
            self.files = trying("container.form", unpack, data)
            for name in filter(re.compile("_check_").match, vars(Audit)):
                trying("form.not_judged", getattr(self, name))
        except FindingError as finding:
            code, about = (*finding.args, self.about)[:2]
            return 2 if re.fullmatch(INCOMPLETE, code) else 1, code, str(about)
        return 0, "", self.total or self.said["total"]

    def _open(self, name: str, envelope: Json, sections: Json) -> Json:  # statement.md, sections.md
        media, payload, self.about = envelope.payloadType, b64decode(envelope.payload), name
        message = b"DSSEv1 %d %s %d %s" % (len(media), media.encode(), len(payload), payload)
        must(statement__digest=sha256(message).hexdigest() == name[7:])
        kind, signatures = KINDS[media], [b64decode(row.sig) for row in envelope.signatures]
        s = trying("statement.invalid", _load, payload, kind)
        parts, (s.place, s.leaf) = s.sections or {}, self.places.get(name, NOWHERE)
        shown = {part: sections[named] for part, named in parts.items() if named in sections}
        citing = [each for part, each in shown.items() if part != "settled"]
        s.text = "".join(map(canonical, [s, *citing]))
        s.cites = {*re.findall(f'"(?:{CITED})":"(sha256:[0-9a-f]{{64}})"', s.text)}
        for part, each in shown.items():
            must(section__mismatch=(each.kind, each.section, each.issuer) == (kind, part, s.issuer))
            setattr(s, part, each.value)
        if kind == "calculation" and s.supersedes:  # named by its id alone; bundle.md
            s.cites.discard(s.supersedes.id)
        s.id, s.kind, s.message, s.signatures = name, kind, message, signatures
        s.state = s.leaf.registry.size
        s.by, s.plant = s.issuer or s.registrar, getattr(s.site, "code", s.site)
        s.working = {bytes.fromhex(row.key) for row in s.working_keys or ()}
        s.own = s.working | {bytes.fromhex(row.key) for row in s.root_keys or ()}
        s.sigs = f"sha256:{sha256(b''.join(signatures)).hexdigest()}"
        made = canonical({"issuer": s.issuer, "model": s.model, "site": s.plant}).encode()
        s.subject = s.model and f"sha256:{sha256(made).hexdigest()}"
        facts = {"participant": not s.issuer and s.sigs, "made": "process" in s and s.subject}
        facts |= {"withdrawn": s.withdraws, "superseded": (s.supersedes or {}).get("id")}
        s.facts = {(fact, what, name) for fact, what in facts.items() if what}
        s.old, s.hidden = s.withdraws or facts["superseded"], parts.keys() - shown.keys()
        s.inventory, composition = s.inventory or NOTHING, s.composition or NOTHING
        rows = s.inventory.inputs + s.inventory.avoided + composition.rows
        s.draws = [row for row in rows if "delivery" in row or "entry" in row]
        s.output = {row.line: row for row in s.inventory.outputs}
        return s

    def _open_checkpoint(self, log: str) -> Json:  # logs.md, witness.md: by the log, by a quorum
        self.about, name, groups = f"checkpoints/{log}", f"{self.policy.origin}/{log}", set()
        note = self.files[self.about].decode()
        text, origin, size, root, lines = re.fullmatch(CHECKPOINT, note).groups()
        rows = [(who, b64decode(raw)) for _, who, raw in map(str.split, lines.splitlines())]
        for who, short, key, group in self.policy.signers:
            signed = [raw[4:] for it, raw in rows if (it, raw[:4]) == (who, short)]
            for raw in signed if group or who == name else ():
                time, sig = (int.from_bytes(raw[:8], "big"), raw[8:]) if group else (0, raw)
                head = f"cosignature/v1\ntime {time}\n" if group else ""
                sound = verifies(key, (head + text).encode(), sig) and time < YEAR_10000
                must(note__signature=sound or group, witness__signature=sound)
                groups.add(group)
        must(note__unsigned="" in groups or not self.policy.logs, checkpoint__form=origin == name)
        must(witness__quorum=len(groups - {""}) >= self.policy.quorum)
        return Document(size=int(size), root=b64decode(root).hex())

    def _check_files(self) -> None:  # bundle.md: digests, canonical JSON, known forms
        files, read = self.files, defaultdict(dict)
        must(file__missing=[*FIXED - files.keys()], monitor__not_judged="monitor.json" not in files)
        must(key__not_judged=not (self.policy.logs or NOTHING).earlier)
        for self.about, data in files.items():
            folder, name = self.about.split("/")[0], f"sha256:{self.about[-69:-5]}"
            right = sha256(data).hexdigest() == name[7:] or folder not in ("sections", "blobs")
            must(**{f"{folder[:-1]}__digest": right})
            code = "section.invalid" if folder == "sections" else "file.unreadable"
            read[folder][name] = trying(code, _load, data, READ[folder]) if folder in READ else data
        (self.leaves,), self.blobs = read["registry.json"].values(), self.blobs | read["blobs"]
        self.about = "proofs/entries"
        must(file__unreadable=(found := re.fullmatch(PROOF, files[self.about].decode())))
        rows, self.between = found[1].splitlines(), [*map(b64decode, found[2].splitlines())]
        rows = [(int(at), leaf.encode()) for at, leaf in map(str.split, rows)]
        self.digests = [(at, sha256(b"\0" + leaf).digest()) for at, leaf in rows]
        rows = [(at, trying("file.unreadable", _load, leaf, "logged")) for at, leaf in rows]
        self.places, self.last = {row[1].id: row for row in rows}, rows[-1][1]
        self.opened = next(iter(read[CLOSURE].values()), None)
        marks = {_digest(mark) for mark in self.opened.marks} if self.opened else set()
        said = self.opened and self.opened.closure.beside  # what tags do not show
        self.apart = {*said.twins, *(row.delivery for row in said.left)} if said else set()
        marked = {leaf.id for _, leaf in rows if marks & {*(leaf.marks or ())}}
        self.marked = marked | self.apart
        opened = [self._open(*each, read["sections"]) for each in read["statements"].items()]
        self.all = sorted(opened, key=lambda s: s.place)  # in the order of the log
        self.held, self.logged = {s.id: s for s in self.all}, [s for s in self.all if s.place >= 0]
        self.kinds = {kind: [s for s in self.all if s.kind == kind] for kind in ROLES}

    def _check_logs(self) -> None:  # logs.md, policy.md: both checkpoints, the state last seen
        head, registry = self._open_checkpoint("entries"), self._open_checkpoint("registry")
        at, last, seen = [at for at, _ in self.digests], self.last.registry, self.policy.last_seen
        rows, between, empty = self.digests, [*self.between], sha256(b"").digest()
        self.root_after = lambda n: _rebuilt([r for r in rows if r[0] < n], [*between], 0, n)
        root = _rebuilt(rows, self.between, 0, head.size).hex()
        whole = (root, at, self.between) == (head.root, sorted({*at}), [])
        self.about, once = "proofs/entries", len(self.places) == len(at)
        must(merkle__inclusion=whole, last__index=at[-1] == head.size - 1, leaf__duplicate=once)
        tree = [sha256(b"\0" + canonical(leaf).encode()).digest() for leaf in self.leaves]
        root_at = cache(lambda size: _rebuilt([*enumerate(tree[:size])], [empty], 0, size).hex())
        self.holds = lambda it: it.size <= len(tree) and root_at(it.size) == it.root
        self.about, size, oldest = "registry.json", registry.size, self.policy.oldest_registry_size
        must(registry__root=size == len(tree) and self.holds(registry), forked=self.holds(last))
        must(registry__too_old=size >= oldest, last_seen=not seen or self.holds(seen))

    def _cite(self, document: Json, kind: str) -> Json:  # the newest version of a citation
        self.about, name = document[kind], self.newest(document[kind])
        must(**{f"{kind}__withdrawn": name}, statement__missing=name in self.held)
        must(citation__kind=self.held[name].kind == kind)
        return self.held[name]

    def _check_links(self) -> None:  # bundle.md: named files are present, files are named
        held, subjects = self.held, self.kinds["declaration"] or self.kinds["calculation"]
        subjects = [s for s in subjects if s.id not in {s.old for s in subjects}]
        self.newest = lambda it: self.newest(self.changed[it]) if it in self.changed else it
        must(bundle__no_subject=subjects != [], subjects=[s.id for s in subjects[1:]])
        subject, self.following = subjects[0], (following := defaultdict(set))
        said = self._cite(subject, "calculation") if "calculation" in subject else subject
        must(attestation__not_judged=[s.id for s in self.kinds["attestation"] if s.delivery])
        for leaf in self.leaves:
            if leaf.by in held or leaf.old not in held or held[leaf.old].kind not in DOCUMENTS:
                following[leaf.old or leaf.subject].add(leaf.by or leaf.id)
            if leaf.kind == "withdrawn" and leaf.old in held:
                following[held[leaf.old].issuer].add(leaf.old)
        for s in self.kinds["commitment"] + self.kinds["objection"] + self.kinds["answer"]:
            following[s.objection or s["subject"]].add(s.id)
            contested = held.get(s.objection or s["subject"], s)
            following[contested.issuer] |= {contested.id} if contested.kind == "entry" else set()
        logged = self.places.keys() - {*held, self.last.id} - self.marked
        self.named = self._reach({subject.id} | following[said.subject] | logged)
        closure = self.beside = self.named | self._reach(self.marked & held.keys())
        hidden = {part for name in closure for part in held[name].hidden}
        text, self.subject, self.said = "".join(held[name].text for name in closure), subject, said
        names = closure.union(re.findall('"(sha256:[0-9a-f]{64})"', text))
        paths = {*FIXED, CLOSURE}.union(
            f"{folder}/{name[7:]}.json" for folder in FOLDERS for name in names
        )
        odd, deep = [*self.files.keys() - paths], hidden & {"inventory", "composition"}
        must(section__withheld="profile" not in hidden and not (deep and odd))
        must(file__unreferenced=odd if not self.opened else [])
        self.odd = odd

    def _reach(self, new: set[str]) -> set[str]:  # all that these name, or that follows them
        closure: set[str] = set()
        while new:
            must(statement__missing=[*new - self.held.keys()])
            closure |= new
            named = (self.held[name].cites | self.following[name] for name in new)
            new = set().union(*named) - closure
        return closure

    def _check_statements(self) -> None:  # participant.md, logs.md: signers and leaves
        held, policy, leaves = self.held, self.policy, reversed([*enumerate(self.leaves)])
        known = {leaf.id: at for at, leaf in leaves if leaf.kind == "participant"}
        used = Counter(key.hex() for s in self.all for key in s.own)
        must(key__not_judged=[*held.keys() & {leaf.of for leaf in self.leaves}])
        must(key__not_judged=[key for key in used if len(key) != 64])
        must(key__in_use=[key for key, uses in used.items() if uses > 1])
        for self.about, s in held.items():
            by, leaf, keys = held.get(s.by, s), s.leaf, s.own | held.get(s.by, s).working
            found = [k for raw in s.signatures for k in keys if verifies(k, s.message, raw)]
            once, at = len(found) == len({*found}) == len(s.signatures), known.get(by.id, s.state)
            must(statement__origin=s.origin == policy.origin, signature__unknown=once)
            must(signature__missing=s.own <= {*found}, count=len(found) == len(s.own) + bool(s.by))
            if s.kind == "participant":
                may = by is s or ("registrar" in by.roles and at < known.get(s.id, 0))
                must(policy__registrar=by.id in policy.registrars, leaf__statement=s.place < 0)
                must(participant__unregistered=s.id in known, registrar__unknown=may)
            else:
                right = (leaf.id, leaf.kind, leaf.old) == (s.id, s.kind, s.old)
                must(proof__missing=s.place >= 0, leaf__statement=right)
                must(leaf__signatures=leaf.sigs == s.sigs, registry=self.holds(leaf.registry))
                must(issuer__unknown=at < s.state, role=ROLES[s.kind] & {*by.roles})

    def _check_registry(self) -> None:  # logs.md: leaves match statements; versions keep
        held, log = self.held, self.logged
        must(leaf__registry_backwards=[b.id for a, b in pairwise(log) if a.state > b.state])
        late = [s.id for s in log for name in s.cites if held[name].place >= s.place]
        must(citation__forward=late)
        for s in log:
            self.about, old = s.id, held.get(s.old, s)
            s.first, s.base = old.first or s.id, held[s.entry or s.id]
            kept = [(v.kind, v.plant, (v.base or v).first, *map(v.get, KEPT)) for v in (old, s)]
            same = kept[0] == kept[1] or (s.withdraws and old.kind in GONE)
            area = "withdrawal" if s.withdraws else "supersedes"
            must(**{f"{area}__issuer": s.issuer == old.issuer})
            must(supersedes__identity=same)
            if s.kind == "declaration":
                self._compare_declared(s, old)
        listed = [(f.kind, f.old or f.subject or f.sigs, f.by or f.id) for f in self.leaves]
        place = {fact: at for at, fact in reversed([*enumerate(listed)])}
        stated = {fact: s for s in self.all for fact in s.facts}
        late = [s.id for fact, s in stated.items() if place.get(fact, s.state) >= s.state]
        false = [fact[2] for fact in listed if fact[2] in held and fact not in stated]
        olds = [leaf.old for leaf in self.leaves if leaf.old]
        must(registry__missing_leaf=late, contradicted=false)
        must(registry__two_successors=len(olds) == len({*olds}))

    def _check_samples(self) -> None:  # commitment.md: one each, and its seed signed after it
        known: dict[Json, int] = {}
        for s in self.kinds["commitment"]:
            self.about, of, pair = s.id, self.held[s["subject"]], (s.issuer, s["subject"])
            gone = {leaf.old for leaf in self.leaves[: s.state]}
            must(citation__kind=of.kind == "calculation", commitment__duplicate=pair not in known)
            must(commitment__own=of.issuer != s.issuer, superseded=of.id not in gone)
            known[pair] = s.place
        for s in self.kinds["attestation"]:
            self.about, sample, pair = s.id, s.sample, (s.issuer, s.calculation)
            must(sample__missing=sample or known.get(pair, s.place) >= s.place)
            if sample:
                it, at = self.held[sample.commitment], sample.checkpoint
                key = self.policy.logs and self.policy.signers[0][2]
                must(citation__kind=it.kind == "commitment")
                text = {"issuer": it.issuer, "nonce": sample.nonce, "subject": it["subject"]}
                opened = it.digest == f"sha256:{sha256(canonical(text).encode()).hexdigest()}"
                must(sample__commitment=(it.issuer, it["subject"]) == pair, nonce=opened)
                size, root = it.place + 1, self.root_after(it.place + 1)
                must(sample__checkpoint=(at.size, at.root) == (size, root.hex()))
                text = f"{self.policy.origin}/entries\n{size}\n{b64encode(root).decode()}\n"
                given = text.encode(), b64decode(at.signature)
                must(sample__signature=not key or verifies(key, *given))

    def _compare_declared(self, s: Json, old: Json) -> None:  # declaration.md: one figure a day
        new, past = (self.held[each.calculation] for each in (s, old))
        gone = [leaf.old for leaf in self.leaves[: s.state]]
        covers = new.period.start <= past.period.start and past.period.end <= new.period.end
        must(supersedes__identity=(new.model, new.site) == (past.model, past.site), period=covers)
        must(declaration__superseded_calculation=new.id not in gone)

    def _trace(self, user: Json) -> None:  # its inputs, directly and behind; suppliers first
        self.behind[user.id] = {user.id}
        for row in user.draws:
            row.sent = self._cite(row, "delivery") if "delivery" in row else None
            row.maker = maker = self._cite(row.sent or row, "entry")
            row.made = maker.output.get((row.sent or row).line, Document())
            row.goods = maker.issuer, maker.plant, row.made.product
            if maker.id not in self.behind:
                self._trace(maker)
            must(graph__loop=maker in self.entries)
            self.behind[user.id] |= self.behind[maker.id] | {(row.sent or maker).id}
        self.entries.append(user)

    def _check_lineage(self) -> None:  # declaration.md, delivery.md: unchanged since, rows match
        said, size, place = self.said, self.said.as_of.size, self.said.state
        self.about, self.behind, self.entries = said.id, {}, []
        must(section__withheld=said.composition, state__unknown=self.holds(said.as_of))
        must(as_of__too_old=size >= self.policy.oldest_registry_size, ahead=size <= place)
        past, later = self.leaves[:size], self.leaves[size:place]
        self.changed = {f.old: f.kind == "superseded" and f.by for f in past if f.old}
        self.since = {leaf.by: at for at, leaf in enumerate(past)}
        self.made = {self.newest(leaf.id) for leaf in past if leaf.subject == said.subject}
        self._trace(said)
        made = {f.id for f in later if f.subject == said.subject} - self.behind[said.id]
        short = _year(said.period.start) > said.period.end
        must(calculation__outdated=[it for it in made if short or self.held[it].ends_within(said)])
        must(calculation__outdated=[*self.behind[said.id] & {leaf.old for leaf in later}])
        must(section__withheld=[entry.id for entry in self.entries if entry.hidden])
        self._look_beside(said)
        self.sent = [(it, row, row.sent) for it in self.entries for row in it.draws if row.sent]
        for user, row, sent in self.sent:
            made, self.about, own = row.made, sent.id, sent.issuer == row.maker.issuer
            valid = user.period.start < (sent.valid_until or "9")
            must(delivery__issuer=own, line=made, product=sent.product == made.product)
            must(delivery__unit=sent.unit == made.unit, expired=valid)
            if user is not said:
                mine, fit = sent.recipient == user.issuer, row.type or sent.use == "representative"
                must(delivery__recipient=mine, unit=sent.unit == row.unit, avoided__physical=fit)
                late = sent.use == "physical" and row.maker.period.start >= user.period.end
                must(delivery__before_made=not (row.type and late))

    def _look_beside(self, said: Json) -> None:  # declaration.md: everything behind exclusions
        live = [self.held[name] for name in self.made if name]
        beside = {self.newest(row.entry) for row in said.composition.exclusions} - {False}
        beside |= {s.id for s in live if s.ends_within(said, 1)}
        new = beside - {row.maker.id for row in said.draws if row.role == "product"}
        self.within, first, end = {s.id for s in self.entries}, said.period.start, said.period.end
        while new:
            self.within |= new
            cited = {self.newest(row.delivery) for name in new for row in self.held[name].draws}
            new = {self.newest(self.held[it].entry) for it in cited if it} - self.within - {False}
        must(section__withheld=[name for name in self.within if self.held[name].hidden])
        whole = all(first <= s.period.start and s.period.end <= end for s in live)
        self.short = not whole and _year(first) > min(end, max(s.period.end for s in live))

    def _check_closure(self) -> None:  # bundle.md: no statement of the same goods is left out
        said, opened, self.about = self.said, self.opened, CLOSURE
        must(closure__missing=opened or not said.leaf.closure)
        if not opened:
            return
        firms, behind = opened.closure.firms, {it.issuer for it in self.entries[:-1]}
        right = _digest(opened.closure) == said.leaf.closure
        must(closure__count=right and {firm.participant for firm in firms} == behind)
        spots = {
            it: (at, leaf, k)
            for at, leaf in self.places.values()
            for k, it in enumerate(leaf.marks or ())
        }
        rows, self.shown = defaultdict(list), defaultdict(dict)
        for mark in opened.marks:
            must(closure__gap=_digest(mark) in spots)
            at, leaf, k = spots[_digest(mark)]
            fit = (leaf.kind, len(leaf.marks), k) in (ISSUED if mark.role == "issued" else RECEIVED)
            must(closure__mark=fit)
            rows[mark.participant, mark.role].append((mark.nr, at))
            self.shown[leaf.id][mark.role] = mark
        for pairs in map(sorted, rows.values()):
            apart = all(left[1] < right[1] for left, right in pairwise(pairs))
            must(closure__gap=apart and [nr for nr, _ in pairs] == [*range(1, len(pairs) + 1)])
        counts = {(firm.participant, role): firm[role] for firm in firms for role in PARTS}
        late = any(at >= said.place for pairs in rows.values() for _, at in pairs)
        shown = {who: len(pairs) for who, pairs in rows.items()}
        must(closure__count=not late and {who: n for who, n in counts.items() if n} == shown)
        self._compare_marks(behind, range(opened.closure.since, said.place))
        rests, later = self._same_goods(behind), defaultdict(set)
        for leaf in self.leaves:
            later[leaf.old].add(leaf.by)
        for name in (waiting := [*rests]):
            must(closure__missing=[] if name in self.held else [name])
            s = self.held[name]
            cited = {row.get("delivery") for row in s.draws} | {s.entry, s.old} | later[name]
            waiting += cited - rests - {None}
            rests |= cited - {None}
        must(closure__missing=[name for name in rests if self.held[name].hidden])
        must(file__unreferenced=[*self.odd, *self.beside - self.named - self._reach(rests)])

    def _compare_marks(self, behind: set[str], counted: range) -> None:  # logs.md: whose, when
        names: Json = {}
        for s in self.kinds["entry"] + self.kinds["delivery"]:
            maker = self.held.get(s.entry, NOTHING) if s.entry else s
            lines = [
                it for it in (maker.product or NOTHING).lines or () if s.line in (None, it.line)
            ]
            self.about, made = s.id, {"process": maker.process, "site": maker.plant}
            sent = [made | {"issuer": maker.issuer}, {"product": s["product"]}] if s.entry else []
            goods = {"issued": [made], "received": sent}
            for line in lines:
                shares = {it.element: Fraction(it.fraction) for it in line.elements}
                of = {"elements": [it for it in shares if shares[it] >= LEAST and it not in WATER]}
                if of["elements"]:
                    goods["issued"] += [of | {name: made[name]} for name in made]
                    goods["received"] += [of]
            for role, who in zip(PARTS, (s.issuer, s.recipient), strict=True):
                mark, keys = self.shown[s.id].get(role), {canonical(key) for key in goods[role]}
                must(closure__count=mark or who not in behind or s.place not in counted)
                if mark:
                    fits = not lines or (mark.period, len(mark.tags)) == (maker.period, len(keys))
                    pairs = [*zip(sorted(keys), mark.tags, strict=False)] if lines else []
                    pairs += [pair[::-1] for pair in pairs]
                    same = [names.setdefault((who, one), it) == it for one, it in pairs]
                    must(closure__mark=mark.participant == who and fits and all(same))

    def _same_goods(self, behind: set[str]) -> set[str]:  # bundle.md: near in time, by a tag
        wanted = defaultdict(set)
        for it in self.entries:
            for row in it.draws:
                for mark in self.shown[(row.sent or row.maker).id].values():
                    used = [it] if mark.role == "received" else []
                    near = {(each.period.start, each.period.end) for each in [row.maker, *used]}
                    for tag in mark.tags if mark.participant in behind else ():
                        wanted[mark.participant, mark.role, tag] |= near
        found = {*self.apart}
        for name, marks in self.shown.items():
            for mark in marks.values():
                goods = [wanted[mark.participant, mark.role, tag] for tag in mark.tags]
                near = [(_year(start, -1), _year(end)) for each in goods for start, end in each]
                start, end = mark.period.start, mark.period.end
                if mark.role == "received" or self.places[name][1].kind == "entry":
                    found |= {name} if any(start < b and a < end for a, b in near) else set()
        return found

    def _check_entries(self) -> None:  # entry.md: batteries on a model's main output, lines as made
        for s in self.kinds["entry"]:
            self.about, rows, lines = s.id, s.inventory.outputs, (s.product or NOTHING).lines
            ours = [(r, r.role == "main" and s.model) for r in rows]  # a product's is its own id
            battery = [of if "batteries" in r else of in (False, None, r.product) for r, of in ours]
            same = not (rows and lines) or [row.line for row in lines] == [row.line for row in rows]
            must(entry__model=all(battery), lines=same)
            about, by = {line.line: line for line in lines or ()}, s.inventory.allocation
            kwp = [(about.get(row.line, NOTHING).kwp_per_unit or 1, row.unit) for row in rows]
            dark = [n for n, of in kwp if (of == "m2" and n > 1) or (of == "kWp" and n != 1)]
            must(entry__peak_power=not dark)
            for row in [it for it in rows if it.allocation_value and by in ("mass", "energy")]:
                self._judge_share(row, about.get(row.line), by)

    def _judge_share(self, row: Json, line: Json, by: Json) -> None:  # entry.md: by its kg or MJ
        heat = by == "energy"
        mj = {"MJ": 1, "kWh": Fraction("3.6")}.get(row.unit) if heat else None
        must(
            entry__allocation_basis=mj
            or row.unit in ("kg", "kWp", "m3", "piece", "unit", "m", "m2")
        )
        kg, own = 1 if row.unit == "kg" else line and line.kg_per_unit, mj
        if not mj and (line or (kg and not heat)):  # goods whose section is shown, or in kg
            burns = line.kwh_per_unit and line.kwh_per_unit * Fraction("3.6") if heat else 1
            must(entry__allocation_unstated=kg and burns)
            must(entry__allocation_heat=not heat or 2 * kg <= burns <= 142 * kg)
            own = burns if heat else kg
        must(entry__allocation_value=not own or row.amount * own == row.allocation_value)

    def _check_legs(self) -> None:  # entry.md: a leg carries goods that the entry uses
        for s in self.kinds["entry"]:
            self.about, rows = s.id, s.inventory.inputs
            carried = {it for row in rows if row.leg for it in row.leg.deliveries}
            must(transport__unknown_delivery=carried <= {row.delivery for row in rows})

    def _check_goods(self) -> None:  # delivery.md, entry.md: no use above the amount, stated once
        used, given, made, groups = Counter(), Counter(), {}, defaultdict(list)
        notes: Counter[Json] = Counter()
        for s in [s for s in self.all if s.id not in self.changed]:
            for row in s.inventory.outputs:
                groups[s.issuer, s.plant, s.process, row.product].append(s)
                made[s.id, row.line] = row.amount
            if s.state <= self.said.as_of.size:
                given[self.newest(s.entry), s.line] += s.amount or 0
                notes[self.newest(s.entry), s.line, s.recipient, s.number] += "recipient" in s
                for row in [row for row in s.draws if row.type and s.id in self.within]:
                    used[self.newest(row.delivery)] += row.amount
        over = [it for it, kg in used.items() if it and kg > (self.held[it].amount or kg)]
        above = [line[0] for line, kg in given.items() if kg > made.get(line, kg)]
        must(delivery__repeated=[note for note, times in notes.items() if times > 1])
        must(balance__drawn_above_delivery=over, delivered_above_output=above)
        lines = [(s, row) for s in self.all for row in s.inventory.outputs if row.unit in PIECES]
        odd = [s.id for s, row in lines if "batteries" in row and row.amount != row.batteries]
        must(entry__batteries=odd)
        models = [s for s in self.kinds["entry"] if s.model]
        must(period__long=[s.id for s in models if s.period.end > _year(s.period.start)])
        for s, other in [pair for group in groups.values() for pair in combinations(group, 2)]:
            self.about, once = max(s.id, other.id), s.first == other.first
            same = s.lot == other.lot if s.lot and other.lot else s.overlaps(other)
            must(entry__duplicate=once or not same)

    def _declare(self, rules: Document) -> None:  # declaration.md: subject, attestation, rulebook
        said, subject = self.said, self.subject
        if subject is said:
            return
        lacking = {it.process for it in rules.company_specific} - {s.process for s in self.entries}
        word, product = self._cite(subject, "attestation"), bool(said.declared_unit)
        may = rules.declarable in (("product",) if product else ("article_7", "demo"))
        must(declaration__subject=(subject.conformity is None) == product)
        must(declaration__subject=not product or subject.chemistry is None)
        mine, right = subject.issuer == said.issuer, word.calculation == said.id
        dated = (subject.date or "9") >= (word.date or "")
        must(policy__auditor=word.issuer in self.policy.auditors, declaration__date=dated)
        must(attestation__own=word.issuer != said.issuer, declaration__calculation=mine)
        must(attestation__validity=(word.valid_until or "") <= _year(word.date or "0", 3))
        must(declaration__attestation=right, refused=word.outcome != "refused", rulebook=may)
        must(declaration__company_specific=rules.declarable != "article_7" or not lacking)
        must(period__short=not self.short)

    def _check_method(self) -> None:  # rulebook.md, declaration.md: listed, known, attested
        said, own, sets = self.said, self.policy, {*self.said.factor_sets}
        must(policy__rulebook=said.rulebook in own.rulebooks, factor_set=sets <= {*own.factor_sets})
        must(blob__missing=[*{said.rulebook, *sets} - self.blobs.keys()])
        names = [said.rulebook, *said.factor_sets]
        rules, *sets = (json.loads(self.blobs[name], object_hook=Document) for name in names)
        must(blob__invalid="filing" in rules and all("rows" in each for each in sets))
        odd = (rules.circular_footprint or {}).keys() - FORMS["circular_footprint"].keys()
        odd |= rules.keys() - FORMS["method"].keys() | {*rules.unknown}
        must(rulebook__unknown_parts=not odd)
        self._declare(rules)
        self.rules, self.factors, self.lines, self.recyclers = rules, defaultdict(list), {}, set()
        gases, formula = rules.characterization.rows, rules.circular_footprint
        uptake = [it.value for it in gases if (it.gas, it.origin) == ("co2", "uptake")]
        left_out = {"uptake"} if formula and not any(uptake) else set()
        self.mixes = [row for each in sets for row in each.rows if row.boundary == "life_cycle"]
        for row in [row for each in sets for row in each.rows]:
            row["values"] = [it for it in row["values"] if it.group not in left_out]
            self.factors[row.flow, row.unit, row.direction].append(row)
        refused = [row.origin for row in rules.refused_origins or ()]
        for row in [row for row in gases if row.origin not in refused]:
            self.factors[row.gas, row.origin, "gas"].append(Document(values=[row]))
        for entry in self.entries[:-1]:
            self._compute(entry, entry.process.split(".")[0])

    def _compute(self, entry: Json, own: str) -> None:  # method.md: a cell is one sum, one division
        rules, lists, sums, self.about = self.rules, entry.inventory, Counter(), entry.id
        ends = rules.circular_footprint and own == "end_of_life"
        filed = {(each.process_stage, each.purpose): each.stage for each in rules.filing_rules}
        must(avoided__refused=ends or not (rules.circular_footprint and lists.avoided))
        weights = self._weigh(lists) if ends else defaultdict(lambda: (WHOLE, ""))
        used = self.recyclers & {row.maker.id for row in lists.inputs if row.maker}
        if ends and (used or weights["direct"][1]):  # 1-A of its process, or of one behind it
            self.recyclers.add(entry.id)
        for side, row in [(part, each) for part in DIRECTIONS for each in lists[part]]:
            weight, new = weights[row.purpose or id(row)]
            by_rule = filed.get((own, row.purpose or "direct"), own)
            stage = by_rule if rules.filing == "rule" else row.stage
            factor = self._factor(entry, side, row) if own or not row.maker else None
            if factor:
                named = [(stage, each.group, each.value) for each in factor["values"]]
                cells = {(at, group, "burden", ""): kg for at, group, kg in named}
            else:
                cells, stage = self.lines[row.maker.id, row.made.line], ends and own
            adds = sum(cells.values()) >= 0 or (row.maker and own in ("", "end_of_life"))
            adds = adds or side in ("emissions", "avoided") or not rules.circular_footprint
            must(cff__negative_factor=adds)
            feeds = row.maker and "end_of_life" not in (own, row.role)
            must(cff__recycling_used=not (feeds and row.maker.id in self.recyclers))
            for (filed_as, group, sign, term), kg in cells.items():
                key = stage or filed_as, group, sign, new or term
                key = (row.stage, group, "credit", new) if side == "avoided" else key
                sums[key] += kg * row.amount * (-weight if side == "avoided" else weight)
        shares = {o.line: o.allocation_value or WHOLE for o in lists.outputs if o.role in BEARING}
        for row in lists.outputs:
            share = shares.get(row.line, 0) / sum(shares.values()) / row.amount
            cells = {key: kg * share for key, kg in sums.items()}
            self.lines[entry.id, row.line] = _rounded(cells, FIGURE)

    def _factor(self, entry: Json, side: str, row: Json) -> Json:  # rulebook.md: factor of a row
        rule, key = self.rules.electricity, (row.flow or row.gas, row.unit, DIRECTIONS[side])
        rows = self.factors[key[0], row.origin or row.unit, key[2]]
        carrier = len(rows) == 1 and rows[0].carrier
        power = row.unit == "kWh" or (row.unit == "MJ" and "electricity" in row)
        supply = (row.electricity or {}).get("supply", "grid")
        if rule and (carrier == "electricity" or (power and not carrier)):
            must(electricity__unit=row.unit == "kWh")
            if row.maker and side == "inputs":
                must(electricity__delivery="direct_line" in rule.allowed)
            elif supply not in rule.allowed:
                return self._mix(entry, rule.mixes)
        if row.maker:
            return None
        must(form__not_judged=key[0], gas__not_characterized=rows != [] or not row.gas)
        must(factor__none=rows != [], ambiguous=len(rows) == 1)
        return rows[0]

    def _mix(self, entry: Json, kinds: Json) -> Json:  # of its country, the newest not after it
        end, where = entry.period.end, entry.site.country
        year = int(end[:4]) - end.endswith("-01-01")
        known = [row for row in self.mixes if row.grid == where and row.year <= year]
        kind = next((kind for kind in kinds if any(row.mix == kind for row in known)), "")
        must(electricity__no_mix=kind)
        newest = max(row.year for row in known if row.mix == kind)
        rows = [row for row in known if (row.mix, row.year) == (kind, newest)]
        alone = len(self.factors[rows[0].flow, "kWh", "product"]) == len(rows) == 1
        must(factor__ambiguous=alone)
        return rows[0]

    def _weigh(self, lists: Json) -> Json:  # method.md: 1-A of a process, of credits (1-A) Qsout/Qp
        formula, lines = self.rules.circular_footprint, lists.avoided
        must(rulebook__not_judged=formula.collection_rate.value == 1 and not formula.ed.value)
        basis = "amount" if formula.joint_basis == "mass" else "allocation_value"
        must(cff__basis=all(row.unit == "kg" and basis in row for row in lines))
        known, rules = {it.material: it for it in formula.materials}, self._sentences()
        proven, rows = lists.recyclability or "recyclability" not in rules, []
        for row in lines:
            it = known.get(row.material, Document(qs_out=Document(value=WHOLE)))
            another = row.other_product and "other_product" in rules
            left = 1 - (it.a or formula.default_a).value if proven else Fraction(0)
            quality = WHOLE if another else it.qs_out.value
            rows.append((getattr(row, basis), left, left * quality, id(row)))
        mass, kept = sum(row[0] for row in rows), sum(kg * left for kg, left, *_ in rows)
        process = (kept / mass, "recycling") if rows and proven else (WHOLE, "")
        collection = process if "collection_shared" in rules else (WHOLE, "")
        weights = defaultdict(lambda: process, transport=collection, disposal=(WHOLE, "disposal"))
        weights["energy_recovery"] = 1 - formula.b.value, "energy_recovery"
        return weights | {name: (left, "substitution") for _, _, left, name in rows}

    def _sentences(self) -> set[str]:  # rulebook.md: the rules of a rulebook's formula
        return {it.rule for it in self.rules.circular_footprint.rules or ()}

    def _fed(self) -> set[Json]:  # the goods that the battery's chain uses, by flow or delivery
        own, waiting = {}, [row.maker for row in self.said.draws if row.role == "product"]
        while waiting:
            it = waiting.pop()
            makers = [row.maker for row in it.inventory.inputs if row.maker]
            waiting += [each for each in makers if it.id not in own]
            own[it.id] = it
        goods = [row for it in own.values() for row in it.inventory.inputs if row.purpose in GOODS]
        return {(row.flow, row.unit, row.material) for row in goods} | {row.goods for row in goods}

    def _check_circular(self) -> None:  # method.md: credits match the battery's inputs, or refused
        formula, fed = self.rules.circular_footprint, self._fed()
        known = {it.material: it for it in formula.materials} if formula else {}
        rules = self._sentences() if formula else {}
        lines = [(it, row) for it in self.entries for row in it.inventory.avoided if formula]
        for it, row in lines:
            self.about, material, maker = it.id, row.material, row.maker
            must(cff__material_unknown=material in known)
            if row.flow:
                named = row.flow == known[material].virgin or (row.flow, row.unit, material) in fed
                must(cff__free_flow=named)
                (factor,) = self.factors[row.flow, row.unit, "product"]
                value = {each.group: each.value for each in factor["values"]}
            else:
                value = self.lines[maker.id, row.made.line]
                held = [line for line in maker.product.lines if line.line == row.made.line]
                held = {each.element: each for line in held for each in line.elements}
                recycled = Decimal(held.get(material, Document()).recycled or 0)
                virgin = "virgin" not in rules or not recycled
                virgin = virgin and maker.process.split(".")[0] != "end_of_life"
                another = row.other_product and "other_product" in rules
                must(cff__substitution_point=row.goods in fed)
                must(cff__not_virgin=virgin)
                must(cff__not_of_material=not held or material in held or another)
            must(cff__negative_factor=sum(value.values()) >= 0)

    def _check_supplier_figures(self) -> None:  # delivery.md: right and in time
        for maker, sent in [(row.maker, sent) for _, row, sent in self.sent if sent.figure]:
            figure, cells, self.about = sent.figure, self.lines[maker.id, sent.line], sent.id
            stated = {(c.stage, c.group, c.sign, c.term or ""): c.value for c in figure.cells}
            last = max(self.since.get(name, -1) for name in self.behind[maker.id])
            at, method = figure.registry, (figure.rulebook, figure.factor_sets)
            must(state__unknown=self.holds(at), figure__outdated=not at.size <= last < sent.state)
            if method == (self.said.rulebook, self.said.factor_sets) and last < at.size:
                right = _delivers(cells) == (stated, figure.total)
                known = cells if right else self._known_to(maker.issuer)[maker.id, sent.line]
                must(delivery__figure=right or _delivers(known) == (stated, figure.total))
            digits = [Decimal(figure["total"]), *(Decimal(cell["value"]) for cell in figure.cells)]
            slack = sum(Fraction(5) * Fraction(10) ** (kg.adjusted() - 4) for kg in digits if kg)
            must(figure__total=abs(figure.total - sum(stated.values())) <= slack)

    def _check_composition(self) -> None:  # declaration.md: complete, own, none twice
        said, rows, excluded = self.said, self.said.draws, self.said.composition.exclusions
        products, counted = {row.maker.id for row in rows if row.role == "product"}, Counter()
        below, kg, unit = set().union(*(self.behind[it] for it in products)), [], said.declared_unit
        for row in rows:
            sent, maker, made, self.about = row.sent, row.maker, row.made, row.maker.id
            sold = sent and (sent.use, sent.recipient) == ("representative", said.issuer)
            must(composition__line=made.line == row.line, unit=made.unit == row.unit)
            must(composition__delivery=sold or not sent)
            must(composition__other_issuer=sent or maker.issuer == said.issuer)
            counted[maker.id, row.line] += 1
            twice = products & self.behind[maker.id] | {maker.id} & below
            if row.role == "product":
                ours, whole = maker.subject == said.subject, made.amount == row.amount
                must(composition__product=ours and self._counts(made), amount=whole)
                must(composition__period=maker.ends_within(said))
                line = {line.line: line for line in maker.product.lines}.get(row.line, Document())
                kg, twice = [*kg, row.amount * (line.kg_per_unit or 0)], twice - {maker.id}
                must(calculation__capacity=unit or self._holds_capacity(line, made))
                must(physics__impossible_capacity=unit or self._can_store(line, made))
            must(composition__counted_twice=not twice and counted[maker.id, row.line] == 1)
        self.mass = sum(kg) if all(kg) else Fraction(0)
        lacking = [*{*self.rules.required_roles} - {row.role for row in rows}]
        others = self.made - products - {False, *(self.newest(row.entry) for row in excluded)}
        left = [name for name in others if self.held[name].ends_within(said)]
        odd = [row.entry for row in excluded if self.held[row.entry].subject != said.subject]
        made = [row.made for row in rows if row.role == "product"]
        must(calculation__batteries=unit or said.batteries == sum(it.batteries for it in made))
        must(calculation__declared_unit=not unit or unit.amount == sum(it.amount for it in made))
        beyond = [r.maker.id for r in rows if r.role != "product" and "gate" in self.rules.boundary]
        must(composition__boundary=beyond, role_missing=lacking, missing_entry=left, exclusion=odd)

    def _counts(self, made: Json) -> bool:  # batteries, or a main line in the declared unit
        unit = self.said.declared_unit
        return (made.role, made.unit) == ("main", unit.unit) if unit else bool(made.batteries)

    def _holds_capacity(self, line: Json, made: Json) -> bool:  # per piece exactly, else as rounded
        digits = len((line.get("kwh_per_unit") or "").partition(".")[2])
        slack = 0 if made.unit in PIECES else made.amount / Fraction(2 * 10**digits)
        over = made.amount * (line.kwh_per_unit or 0) - self.said.capacity_kwh * made.batteries
        return not line.kwh_per_unit or abs(over) <= slack

    def _can_store(self, line: Json, made: Json) -> bool:  # declaration.md: by Faraday's law
        rule, kg = self.rules.conservative or Document(), line.kg_per_unit or 0
        kg = made.amount * (1 if made.unit == "kg" else kg)
        held = {row.element: Fraction(row.fraction) * kg for row in line.elements or ()}
        carriers = [(it.element, it.volts.value) for it in rule.charge_carriers or ()]
        kwh = sum(held.get(name, 0) / MOLAR[name] * volts * FARADAY for name, volts in carriers)
        return not kwh or kwh >= self.said.capacity_kwh * made.batteries * (1 - rule.margin.value)

    def _check_conservation(self) -> None:  # declaration.md: at most the output, each kg once
        rows, used, ends = self.said.draws, Counter(), {True: Fraction(0), False: Fraction(0)}
        formula, products = self.rules.circular_footprint, [r for r in rows if r.role == "product"]
        for row in rows:
            maker, cells, self.about = row.maker, self.lines[row.maker.id, row.line], row.maker.id
            net, terms, row.net = sum(cells.values()), Counter(), sum(cells.values())
            collects, ending = maker.process == COLLECTION, row.role == "end_of_life"
            odd = [key for key, kg in cells.items() if kg < 0 and key[1] != "uptake"]
            odd += [key for key in cells if key[2] == "credit"]
            if row.role != "product" and maker.issuer == self.said.issuer:
                used[maker.id, row.line] += row.amount
                must(composition__above_output=used[maker.id, row.line] <= row.made.amount)
            if ending:
                must(composition__end_of_life_amount=row.unit == "kg")
                ends[collects] += row.amount
            must(composition__net_negative=ending or net >= 0)
            must(composition__collection_credit=not (ending and collects and (odd or net < 0)))
            for (*_, term), kg in cells.items():
                terms[term] += kg
            burdens = all(kg >= 0 or term in CREDITS for term, kg in terms.items())
            must(composition__outside_formula=not (ending and formula and not collects) or burdens)
        self.about, treated = "end_of_life", ends[False] == self.mass >= ends[True]
        must(composition__end_of_life_amount=treated or not sum(ends.values()))
        for stage in self.rules.required_stages:
            filed = [(r, self.lines[r.maker.id, r.line].items()) for r in products]
            own = sum(r.amount * kg for r, cells in filed for key, kg in cells if key[0] == stage)
            carried = [row for row in rows if row.role == stage and row.net]
            kg = sum(row.amount for row in carried if row.unit == "kg")
            met = own > 0 or any(row.unit == "tkm" for row in carried) or 0 < self.mass <= kg
            must(composition__stage_missing=[] if met else [stage])

    def _check_equality(self) -> None:  # declaration.md: energy, cells, stages, total, each digit
        said, rules, rule, self.about = self.said, self.rules, self.rules.warranty, self.said.id
        if said.declared_unit:
            must(functional_unit__declared_unit=rules.declared_unit)
            self._divide(said, said.declared_unit.amount)
            return
        unit = {row.category: row for row in rules.functional_units}.get(said.category)
        must(functional_unit__category=unit)
        once = (kind := unit.service_life) == "one_cycle"  # to the gate: a kWh of capacity
        pace = {it.vehicle_category: it for it in unit.cycles_per_year}.get(said.vehicle_category)
        must(functional_unit__not_judged=once or kind == "warranty", vehicle_category=once or pace)
        least = 2 if once else rule.least_remaining_energy.value if rule else -1
        terms = [w for w in said.warranties if Fraction(w.get("remaining_energy", -1)) >= least]
        terms = terms or [Document(years="1" if once else rule.default_years.value)]
        limits = [(row.years, WHOLE) for row in terms]
        limits += [(row.km, pace.km_per_year.value) for row in terms if row.km]
        life, divisor = min(limits, key=lambda limit: limit[0] / limit[1])
        energy = said.capacity_kwh * (WHOLE if once else pace.cycles.value) * life
        right = (said.total_energy.numerator, said.total_energy.denominator) == (energy, divisor)
        must(calculation__total_energy=right)
        self._divide(said, said.batteries * energy / divisor)

    def _divide(self, said: Json, units: Fraction) -> None:  # all rows over the units of the figure
        whole = Document(line="kWh", role="main", amount=units)
        said.inventory = Document(NOTHING, inputs=said.draws, outputs=[whole])
        self._compute(said, "")

    def _known_to(self, issuer: str) -> Json:  # lines: own rows, and others' goods to 4 digits
        kept, self.lines = self.lines, dict(self.lines)
        for entry in self.entries:
            if entry.issuer == issuer:
                self._compute(entry, (entry.process or "").split(".")[0])
            for key in [(entry.id, at) for at in entry.output if entry.issuer != issuer]:
                self.lines[key] = _rounded(self.lines[key], DELIVERED)
        known, self.lines = self.lines, kept
        return known

    def _check_header(self) -> None:  # declaration.md: exact cells, then as the issuer knows them
        said, self.about = self.said, self.said.id
        exact, whole = self.lines[said.id, "kWh"], said.exact if said.digits else said
        must(section__withheld=whole)
        must(calculation__exact=not said.digits or _stated(whole) == exact)
        if said.digits:
            self.lines = self._known_to(said.issuer)
        cells, context = self.lines[said.id, "kWh"], DELIVERED if said.digits else EXACT
        sums = {it: sum(kg for key, kg in cells.items() if key[0] == it) for it in STAGES}
        told = sums | _rounded(sums | {"": sum(cells.values())}, context)
        same = [(row.stage, row.value) for row in said.stages] == [(it, told[it]) for it in STAGES]
        must(calculation__cells=_stated(said) == _rounded(cells, context), stages=same)
        must(calculation__total=said.total == told.get("", 0))
        must(policy__unconfirmed=not self.policy.open)
        self.total = f"{EXACT.divide(*Fraction(sum(exact.values())).as_integer_ratio()):f}"


# ---- The command (formats/policy.md)
LISTS = ("registrars", "auditors", "rulebooks", "factor_sets")


def parse_policy(data: bytes) -> Json:
    """Parse a policy from TOML: valid keys, each once, and a quorum that its witnesses can reach."""
    read = {it: [] for it in ("witnesses", "auditors", "monitors", "unconfirmed", "confirmed")}
    read |= tomllib.loads(data.decode())
    if isinstance(read["unconfirmed"], str):  # one mark for all lines
        read["unconfirmed"] = [{"line": "all", "compare_with": read["unconfirmed"]}]
    policy = _load(canonical(read).encode(), "policy")
    lines = {f"{each} {it}" for each in LISTS for it in policy[each]} | {"logs"}
    marks, done = ({row.line for row in policy[it]} for it in ("unconfirmed", "confirmed"))
    must(policy__line=marks <= lines | {"all"} and done <= lines)
    policy.open, policy.signers = marks or (done and lines - done), []
    logs = ("entries", "registry") if policy.logs or "logs" not in marks else ()
    rows = [(policy.logs[log], "") for log in logs]
    for vkey, group in rows + [(row.vkey, row.group) for row in policy.witnesses]:
        name, short, encoded = re.fullmatch(VKEY, vkey).groups()
        known = short == sha256(f"{name}\n".encode() + (raw := b64decode(encoded))).hexdigest()[:8]
        must(policy__key=known and _decode(raw[1:]) and raw[0] == (4 if group else 1))
        policy.signers.append((name, bytes.fromhex(short), raw[1:], group))
    once = len({row[2] for row in policy.signers if row[3]}) == len(policy.witnesses)
    names = [row[0] for row in policy.signers if not row[3]]
    must(policy__key=once and names == [f"{policy.origin}/{log}" for log in logs])
    must(policy__quorum=policy.quorum <= len({row.group for row in policy.witnesses}))
    return policy


def main(arguments: list[str]) -> int:
    """Read the files, print the finding and a verdict; return the exit status."""
    if {"-h", "--help"} & {*arguments}:
        print(__doc__)
        return 0
    try:
        bundle, policy, *own = [Path(argument).read_bytes() for argument in arguments]
        known = parse_policy(policy), bundle, [canonical(json.loads(it)).encode() for it in own]
    except Exception as error:  # noqa: BLE001 - after any error nothing can be judged
        print(f"usage: verify_alone.py BUNDLE POLICY.toml [FACTORS.json ...]: {error}")
        return 3
    try:
        status, code, result = (audit := Audit()).run(*known)
    except MemoryError:
        print("failed: out of memory; nothing was decided")
        return 4
    found, total = (f"{code} {result}\n", "not available") if code else ("", result)
    verdict = ("verified", "contradicted", "incomplete")[status]
    unit = getattr(vars(audit).get("said"), "declared_unit", None)
    print(f"{found}{verdict}; recomputed: {total} kg CO2e per {unit.unit if unit else 'kWh'}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
