"""A second verifier of Cradle bundles, in one file that needs nothing beside it.

    python verify_alone.py BUNDLE --policy policy.toml [--with FACTORS.json]

It needs Python 3.11 and nothing else, imports nothing of Cradle, and goes by the pages in docs/formats and
docs/method.md. It is long, some 1,800 lines, because all that others import stands in it: two kinds of signatures, zip,
notes, trees, the forms of all statements, and the whole computation. Take it from a release, never from a bundle, and
the policy from your own disk. It prints a line for each finding, and a verdict:

    0 verified    1 contradicted    2 incomplete, or not judged here    3 wrong usage or policy

It judges container, digests, signatures, logs, versions, deliveries, balances, composition, and the figure to its last
digit, by full substitution and by the Circular Footprint Formula, in exact fractions that are rounded where the method
rounds. What it cannot judge it says, and then never exits with 0: gaps that a calculation fills, imported files (their
rows count as stated, the files are not read), changes of keys that touch a participant in hand, a bundle about a
delivery, what a redacted bundle withholds, members of a rulebook unknown here.
Left out: remarks, effects, data quality. Countries, gases and process codes are held to the form of such words, not to
their lists; rulebook and factor sets, which the reader's policy names by digest, are taken as they are.
"""

# Tables are set by hand, and lines have up to 120 characters, as the prose of this project has.
# fmt: off
import argparse
import base64
import json
import re
import struct
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import cache
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256, sha512
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

Json = Any
NOTE, BAD, LACK = 0, 1, 2
"""What a finding does to the exit status: nothing, two things contradict, something is missing or not judged."""
Found = tuple[int, str, str, str]


class Refusal(ValueError):  # noqa: N818 - a rule is broken, not this program
    """Something that breaks a format or a rule: a code word, and a clause."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


# JSON and forms, as formats/statement.md says ----------------------------------
STAGES = ("raw_material", "main_production", "distribution", "end_of_life")
NUMBER = r"[1-9][0-9]{0,%d}(\.[0-9]{0,%d}[1-9])?|0\.[0-9]{0,%d}[1-9]"
PURPOSES = "material|packaging|energy|transport|direct|processing|disposal|energy_recovery"
GRAMMAR = {
    "amount": NUMBER % (17, 29, 29),
    "quantity": f"0|-?({NUMBER})" % (17, 29, 29),
    "natural": f"0|{NUMBER}" % (17, 29, 29),
    "figure": f"0|-?({NUMBER})" % (31, 59, 59),
    "score": r"5|[1-4](\.[0-9]{0,29}[1-9])?",
    "id": "sha256:[0-9a-f]{64}",
    "hash": "[0-9a-f]{64}",
    "raw_key": "[0-9a-f]{64}|0[23][0-9a-f]{64}",
    "nonce": "[0-9a-f]{32}",
    "origin": r"(?=.{1,200}\Z)[a-z0-9][a-z0-9.-]*(/[a-z0-9._-]+)*",
    "code": "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
    "flow": r"(?=.{1,200}\Z)[a-z0-9_]+(:[A-Za-z0-9._-]+)+",
    "material": "[A-Z][A-Za-z]{0,3}",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:\S{1,500}",
    "text": r"\S(.*\S)?",
    "any_text": ".*",
    "country": "[A-Z]{2}|[A-Z][A-Za-z]{2}",
    "date": "(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]",
    "process": rf"({'|'.join(STAGES)})\.[a-z_]+",
    "stage": "|".join(STAGES),
    "role": "product|distribution|end_of_life",
    "unit": "kg|kWh|MJ|m3|tkm|piece|unit|m|m2|h",
    "group": "fossil|biogenic|land_use_change|uptake|unspecified",
    "purpose": PURPOSES,
    "supply": "on_site|direct_line|contract|grid",
    "reason": "correction|new_data|method_change|entered_in_error",
    "depth": "recomputed|sampled|site_visit|documents",
    "kind": "participant|key|entry|delivery|withdrawal|calculation|attestation|declaration|site_balance",
    "category": "EV|LMT|industrial",
    "boundary": "cradle_to_gate|cradle_to_grave",
}
INTEGERS = {"one": (1, 1), "count": (1, (1 << 53) - 1), "index": (0, (1 << 53) - 1)}
TAGS = {"input": "type", "leaf": "kind"}
"""Shapes of which a member says which one it is."""
# A line a shape: `member:kind`; `member` alone is of the kind of its name, `member?` may be absent; a list is `kind*`,
# or `kind+` of one row at least, and may end in its longest length; `@row` takes the members of another shape; a kind
# that is no name here is a grammar itself, `=word` that word. A line that starts with `|` goes on with the one before.
TEXT = r"""
envelope payload:any_text payloadType:[!-~]{1,128} signatures:signature+64
signature sig:any_text
period start:date end:date
state size:index root:hash
public alg:ed25519|p256 key:raw_key custody?:file|browser|hsm
supersedes id reason
participant origin root_keys:public+16 threshold:count working_keys:public+16 roles:party+ registrar?:id
| sections:of_participant
party supplier|manufacturer|auditor|operator|registrar|witness
key origin issuer:id change:add|retire|compromise|recover key?:public root_keys?:public+16 threshold?:count since?:index
| registrar?:id nonce
site code country zone?:code
entry origin issuer:id site process period lot?:code
| basis:lot_actual|site_period_average|model_declared|reported_by_customer model?:uri supersedes? sections:of_entry
delivery origin issuer:id recipient:id entry:id line:code product:uri unit number:text use:physical|representative
| amount? valid_until?:date figure?:told supersedes? nonce
told registry:state rulebook:id factor_sets:id+16 cells:cell* total:figure
cell stage group sign:burden|credit value:figure
| term?:recycled_content|recycling|substitution|energy_recovery|disposal
withdrawal origin issuer:id withdraws:id reason nonce
calculation origin issuer:id model:uri site:code period category vehicle_category?:code capacity_kwh:amount
| warranties:warranty*16 cycle_life?:amount capacity_evidence?:id batteries:count total_energy:ratio cells:cell*
| stages:net* total:figure rulebook:id factor_sets:id+16 filling? as_of:state software:text sections:of_calculation
warranty years:amount km?:amount remaining_energy?:amount evidence?:id
ratio numerator:amount denominator:amount
net stage value:figure
filling transport?:yes mass?:yes
attestation origin issuer:id calculation:id bundle:id policy:id findings:id scope:text level:limited|reasonable
| materiality:amount depth:depths outcome:verified|verified_with_remarks|refused nonce
depths default:depth exceptions:exception*
exception statement:id depth
declaration origin issuer:id calculation:id attestation:id conformity:text study:https://\S{1,500} nonce
site_balance origin issuer:id site:code period supersedes? sections:of_site_balance
of_participant profile:id
of_entry inventory:id product:id quality?:id
of_calculation composition:id
of_site_balance balance:id
section kind issuer?:id section:profile|inventory|product|quality|composition|balance salt:nonce value:any
section_profile legal_name:text country identifiers:identifier*
identifier scheme:[a-z0-9_]{1,32} value:text
section_quality ratings:rated* company_specific_share?:quantity coverage?:quantity
rated group:PURPOSES|waste|avoided te_r:score ge_r:score ti_r:score p:score
section_product lines:line+
line line:code form:as_is|dry|hydrate formula?:[A-Za-z0-9().]{1,64} kg_per_unit?:amount kwh_per_unit?:amount
| elements:content*
content element:[A-Z][a-z]? fraction:amount recycled?:amount
section_composition rows:counted+ exclusions:exclusion*
counted role entry?:id delivery?:id line:code amount unit
exclusion entry:id reason:text
section_balance rows:balanced*
balanced flow? product?:uri unit bought:natural opening?:natural closing?:natural entries:share* remainder?:natural
share entry:id amount
section_inventory outputs:output+64 allocation?:mass|energy|revenue inputs:input* wastes:waste* emissions:emission*
| avoided:avoided* offsets?:offset*
output line:code product:uri name:text amount unit role:main|co_product|by_product|scrap allocation_value?:amount
| batteries?:count
row amount unit known:metered|invoiced|weighed|assayed|calculated|estimated|apportioned document?:text evidence:id*
| rating?:ratings
ratings te_r:score ge_r:score ti_r:score p?:score dqr?:score
input_delivery @row type:=delivery delivery:id purpose recycled?
input_activity @row type:=activity flow purpose stage source:dataset|declared material? electricity? leg? recycled?
input_external @row type:=external file:id product:text purpose stage boundary declared_amount:amount valid:period
| values:portion* format:pact-2|pact-3|catena-x-pcf-9|catena-x-battery-component-1
portion stage? value:quantity
| part:fossil|biogenic|land_use_change|land_management|land_removal|uptake|capture|unspecified
recycled material evidence:traced|market_average delivery?:id flow?
electricity supply certificates:certificate*
certificate scheme:code first:count last:count kwh:amount produced:period
leg kg:amount km:amount deliveries:id*
waste @row flow purpose stage
emission @row gas:[a-z0-9_]+ origin:fossil|biogenic|land_use_change|uptake|land_use_uptake stage
avoided @row delivery?:id flow? material? recovery?:energy allocation_value?:amount stage
offset certificate:text kg:amount
leaf_participant v:one kind:=participant id sigs:id
leaf_key v:one kind:=key id of:id sigs:id
leaf_superseded v:one kind:=superseded old:id by:id
leaf_withdrawn v:one kind:=withdrawn old:id by:id
leaf_made v:one kind:=made subject:id id
entries_leaf v:one kind id registry:state sigs:id old?:id
proof index leaf:entries_leaf path:hash*63
policy note?:text origin logs quorum:index witnesses?:witness* registrars:id+ auditors?:id* rulebooks:id+
| factor_sets:id+ oldest_registry_size:index last_seen?:state
logs entries:any_text registry:any_text
witness vkey:any_text group:text
""".replace("PURPOSES", PURPOSES)


def _shapes() -> dict[str, dict[str, tuple[str, bool]]]:
    lines = {name: words for name, *words in map(str.split, TEXT.strip().replace("\n| ", " ").splitlines())}
    GRAMMAR["party"] = lines.pop("party")[0]

    def members(name: str) -> Iterator[tuple[str, tuple[str, bool]]]:
        for word in lines[name]:
            label, _, kind = word.partition(":")
            member = label.removesuffix("?")
            yield from members(word[1:]) if word[0] == "@" else [(member, (kind or member, label == member))]

    return {name: dict(members(name)) for name in lines}


SHAPES = _shapes()

FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
                       + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]")

def digest(data: bytes) -> str:
    """The digest of bytes, as the wire spells it."""
    return f"sha256:{sha256(data).hexdigest()}"

def canonical(value: Json) -> bytes:
    """RFC 8785, for values without floating point and with keys in ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def parse_json(data: bytes, limit: int, kind: str = "", keys: str = "[a-z0-9_]+") -> Json:
    """The value of canonical JSON within the profile of statements, and of a kind if one is asked for."""
    if len(data) > limit:
        raise Refusal("json.too_large", f"{len(data)} bytes where {limit} are allowed")
    try:
        value = json.loads(data.decode())
        _walk(value, keys, 1 << 16 if kind == "envelope" else 1024, 1)
        if canonical(value) != data:  # a key that stands twice is lost in the value, so that differs too
            raise Refusal("json.not_canonical", "not the canonical form of its value")
    except RecursionError:
        raise Refusal("json.depth", "nested too deep") from None
    except (UnicodeError, json.JSONDecodeError) as error:
        raise Refusal("json.syntax", f"not JSON: {error}") from None
    if kind:
        fit(value, kind, kind)
    return value

def _walk(value: Json, keys: str, longest: int, depth: int) -> None:
    sound = type(value) is bool or (type(value) is int and abs(value) < 1 << 53)
    if type(value) is str:
        sound = len(value) <= longest and not FORBIDDEN.search(value) and unicodedata.is_normalized("NFC", value)
    elif type(value) in {dict, list}:
        items = list(value.values()) if type(value) is dict else value
        sound = depth <= 16 and (items is value or all(re.fullmatch(keys, key) for key in value))
        for item in items if sound else ():
            _walk(item, keys, longest, depth + 1)
    if not sound:
        raise Refusal("json.profile", f"outside the profile of JSON: {value!a:.60}")

def ascending(keys: Iterable[Json]) -> bool:
    """Whether rows stand in the order of their keys, each once."""
    return all(left < right for left, right in pairwise(keys))

def _cells(rows: list[Json]) -> bool:
    keys = ((row["stage"], row["group"], row["sign"], row.get("term", "")) for row in rows)
    return ascending(keys) and all(row["value"] != "0" for row in rows)

def _participant(value: Json) -> bool:
    roots, works = ([key["key"] for key in value[name]] for name in ("root_keys", "working_keys"))
    return all(map(ascending, (roots, works, value["roles"]))) and not {*roots} & {*works} and (
        value["threshold"] <= len(roots)
    )

def _key_change(value: Json) -> bool:
    recovers, roots = value["change"] == "recover", [row["key"] for row in value.get("root_keys", ())]
    one = ("key" in value) != recovers and ("root_keys" in value) == ("threshold" in value) == recovers
    dated = ("since" in value) == ("registrar" in value) and ("since" not in value or value["change"] == "compromise")
    kept = value["change"] == "add" or "custody" not in value.get("key", {})
    return one and dated and kept and ascending(roots) and value.get("threshold", 0) <= len(roots)

def sharing(inventory: Json) -> list[Json]:
    """The outputs that share the burdens of a process."""
    return [row for row in inventory["outputs"] if row["role"] in {"main", "co_product"}]

def _inventory(value: Json) -> bool:
    outputs, shared = value["outputs"], sharing(value) if len(sharing(value)) > 1 else []
    unique = len({row["product"] for row in outputs}) == len(outputs) and ascending(row["line"] for row in outputs)
    valued = [row for row in outputs if "allocation_value" in row]
    main = [row["role"] for row in outputs].count("main") == 1
    return unique and main and valued == shared and bool(shared) == ("allocation" in value)

def _avoided(value: Json) -> bool:
    named = ("delivery" in value) + ("flow" in value)
    burnt = "recovery" not in value or ("flow" in value and "material" not in value)
    return burnt and (named == 1 or (named == 0 and "material" in value))

def _is_power(row: Json) -> bool:
    return (row["purpose"], row["unit"]) == ("energy", "kWh")

RULES: dict[str, Callable[[Json], bool]] = {
    "period": lambda v: v["start"] < v["end"],
    "public": lambda v: (v["alg"] == "p256") == (len(v["key"]) == 66),
    "key": _key_change,
    "participant": _participant,
    "entry": lambda v: (v["basis"] == "lot_actual") == ("lot" in v),
    "delivery": lambda v: ("amount" in v) == (v["use"] == "physical") != ("valid_until" in v),
    "told": lambda v: _cells(v["cells"]) and ascending(v["factor_sets"]),
    "calculation": lambda v: _cells(v["cells"]) and ascending(v["factor_sets"])
    and tuple(row["stage"] for row in v["stages"]) == STAGES,
    "counted": lambda v: ("entry" in v) != ("delivery" in v) and (v["role"] != "product" or "entry" in v),
    "section_composition": lambda v: ascending(row["entry"] for row in v["exclusions"])
    and ascending((row["role"], row.get("entry") or row["delivery"], row["line"]) for row in v["rows"]),
    "balanced": lambda v: ("flow" in v) != ("product" in v) and ascending(row["entry"] for row in v["entries"]),
    "section_balance": lambda v: ascending(
        ("flow" not in row, row.get("flow") or row["product"], row["unit"]) for row in v["rows"]
    ),
    "section_inventory": _inventory,
    "section_product": lambda v: ascending(row["line"] for row in v["lines"]),
    "line": lambda v: ascending(row["element"] for row in v["elements"]),
    "content": lambda v: max(Fraction(v["fraction"]), Fraction(v.get("recycled", "0"))) <= 1,
    "recycled": lambda v: not {"delivery", "flow"} <= v.keys(),
    "certificate": lambda v: v["first"] <= v["last"],
    "input_activity": lambda v: _is_power(v) == ("electricity" in v)
    and ("leg" not in v or (v["purpose"], v["unit"]) == ("transport", "tkm")),
    "input_external": lambda v: not _is_power(v) and all(row["value"] != "0" for row in v["values"])
    and ascending((row.get("stage", ""), row["part"]) for row in v["values"]),
    "emission": lambda v: v["unit"] == "kg" and ("uptake" not in v["origin"] or v["gas"] == "co2"),
    "avoided": _avoided,
}
"""What holds between the members of a shape."""

def fit(value: Json, kind: str, place: str) -> None:
    """Refuses a value that is not of a kind, and says where."""
    listed = None if kind in GRAMMAR else re.fullmatch(r"([a-z_]+)([+*])([0-9]*)", kind)
    if listed:
        least, most = listed[2] == "+", int(listed[3] or 1 << 40)
        sound = type(value) is list and least <= len(value) <= most
        for index, item in enumerate(value if sound else ()):
            fit(item, listed[1], f"{place}[{index}]")
    elif kind in INTEGERS:
        sound = type(value) is int and INTEGERS[kind][0] <= value <= INTEGERS[kind][1]
    elif kind in {"any", "yes"}:
        sound = value is True if kind == "yes" else type(value) is dict
    elif kind in SHAPES.keys() | TAGS.keys():
        sound = type(value) is dict and _has_members(value, kind, place)
    else:
        sound = type(value) is str and re.fullmatch(GRAMMAR.get(kind, kind.removeprefix("=")), value) is not None
        sound = sound and (kind != "date" or _is_day(value))
    if not sound:
        raise Refusal("shape", f"{place} is not of the form {kind:.60}")

def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False

def _has_members(value: Json, kind: str, place: str) -> bool:
    shape = SHAPES.get(f"{kind}_{value.get(TAGS[kind])}" if kind in TAGS else kind)
    if shape is None or not {name for name, (_, must) in shape.items() if must} <= value.keys() <= shape.keys():
        return False
    for member, item in value.items():
        fit(item, shape[member][0], f"{place}.{member}")
    rule = RULES.get(f"{kind}_{value.get(TAGS[kind])}" if kind in TAGS else kind)
    return rule is None or rule(value)

# Ed25519, as RFC 8032 and statement.md say -------------------------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)

def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * D * p[3] * q[3] % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def _is_neutral(p: Point) -> bool:
    return p[0] % P == 0 and (p[1] - p[2]) % P == 0

def _decode(data: bytes) -> Point | None:
    """The point of its one canonical encoding."""
    sign, y = divmod(int.from_bytes(data, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if len(data) != 32 or y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

def _multiples(point: Point) -> list[Point]:
    multiples = [NEUTRAL]
    for _ in range(15):
        multiples.append(_add(multiples[-1], point))
    return multiples

def _combine(*parts: tuple[int, list[Point]]) -> Point:
    """The sum of scalars times points, four bits at a time."""
    total = NEUTRAL
    for shift in range(252, -1, -4):
        for _ in range(4):
            total = _add(total, total)
        for scalar, multiples in parts:
            total = _add(total, multiples[scalar >> shift & 15])
    return total

BASE = _multiples(_decode((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or NEUTRAL)

@cache
def ed25519_key(raw: bytes) -> list[Point] | None:
    """Multiples of minus the point of a key, if that is of prime order."""
    point = _decode(raw)
    if point is None or _is_neutral(point) or not _is_neutral(_combine((L, _multiples(point)))):
        return None
    return _multiples((P - point[0], point[1], 1, P - point[3]))

# ECDSA on P-256 with SHA-256, as FIPS 186-5 and statement.md say ---------------
Q, N = 2**256 - 2**224 + 2**192 + 2**96 - 1, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = bytes.fromhex("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
Jacobian = tuple[int, int, int]

def _double(p: Jacobian) -> Jacobian:
    x, y, z = p
    slope, square = 3 * (x - z * z) * (x + z * z) % Q, y * y % Q
    mean = 4 * x * square % Q
    x = (slope * slope - 2 * mean) % Q
    return x, (slope * (mean - x) - 8 * square * square) % Q, 2 * y * z % Q

def _sum(p: Jacobian, q: Jacobian) -> Jacobian:
    """The sum of two points; z is 0 at infinity."""
    if not p[2] or not q[2]:
        return q if not p[2] else p
    pz, qz = p[2] * p[2] % Q, q[2] * q[2] % Q
    u, v = p[0] * qz % Q, p[1] * qz * q[2] % Q
    run, rise = (q[0] * pz - u) % Q, (q[1] * pz * p[2] - v) % Q
    if not run:
        return (1, 1, 0) if rise else _double(p)
    square = run * run % Q
    cube, mean = square * run % Q, u * square % Q
    x = (rise * rise - cube - 2 * mean) % Q
    return x, (rise * (mean - x) - v * cube) % Q, run * p[2] * q[2] % Q

@cache
def p256_key(raw: bytes) -> Jacobian | None:
    """The point of its one compressed encoding."""
    x = int.from_bytes(raw[1:], "big")
    square = (x * x * x - 3 * x + B) % Q
    y = pow(square, (Q + 1) // 4, Q)
    if len(raw) != 33 or raw[0] not in {2, 3} or x >= Q or (y * y - square) % Q:
        return None
    return x, y if y & 1 == raw[0] & 1 else Q - y, 1

def ecdsa_parts(signature: bytes) -> tuple[int, int] | None:
    """r and s of the one DER encoding that counts: within their ranges, s the lower one of its two."""
    if not 8 <= len(signature) <= 71:
        return None
    end = 4 + signature[3]
    r, s = (int.from_bytes(part, "big") for part in (signature[4:end], signature[end + 2 :]))
    body = b"".join(bytes([2, n.bit_length() // 8 + 1]) + n.to_bytes(n.bit_length() // 8 + 1, "big") for n in (r, s))
    sound = 0 < r < N and 0 < s <= N // 2 and bytes([0x30, len(body)]) + body == signature
    return (r, s) if sound else None

def _p256_verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    point, base, parts = p256_key(key), p256_key(G), ecdsa_parts(signature)
    if point is None or base is None or parts is None:
        return False
    inverse = pow(parts[1], -1, N)
    u, v = int.from_bytes(sha256(message).digest(), "big") * inverse % N, parts[0] * inverse % N
    total, sums = (1, 1, 0), [(1, 1, 0), base, point, _sum(base, point)]
    for shift in range(255, -1, -1):
        total = _sum(_double(total), sums[(u >> shift & 1) + 2 * (v >> shift & 1)])
    return total[2] != 0 and total[0] * pow(total[2], -2, Q) % Q % N == parts[0]

def is_signature(raw: bytes) -> bool:
    """Whether bytes have the form of a signature by a key of either algorithm."""
    return len(raw) == 64 or ecdsa_parts(raw) is not None

@cache
def verifies(alg: str, key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a key signed; Ed25519: canonical encodings, no small order, S below L, the equation without cofactor."""
    if alg == "p256":
        return _p256_verifies(key, message, signature)
    minus, s = ed25519_key(key), int.from_bytes(signature[32:], "little")
    if minus is None or len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % L
    r = _combine((s, BASE), (k, minus))
    x, y = (part * pow(r[2], -1, P) % P for part in r[:2])
    encoded = (y | (x & 1) << 255).to_bytes(32, "little")
    return encoded == signature[:32] and not _is_neutral(_combine((8, _multiples(r))))

# The container, as bundle.md says ----------------------------------------------
LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,3}")

def pack(files: dict[str, bytes]) -> bytes:
    """The zip of files in its one form: stored, sorted, dated 1 January 1980, nothing else."""
    body, directory = bytearray(), bytearray()
    for name, data in sorted(files.items()):
        about = (0, 0, 0, 0x21, crc32(data), len(data), len(data), len(name), 0)
        directory += CENTRAL.pack(b"PK\1\2", 20, 20, *about, 0, 0, 0, 0, len(body)) + name.encode()
        body += LOCAL.pack(b"PK\3\4", 20, *about) + name.encode() + data
    return bytes(body + directory) + END.pack(b"PK\5\6", 0, 0, len(files), len(files), len(directory), len(body), 0)

def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a bundle, by name."""
    files: dict[str, bytes] = {}
    start, sound = 0, False
    with suppress(struct.error, ValueError):
        while data[start : start + 4] == b"PK\3\4":
            length, named = LOCAL.unpack_from(data, start)[8:10]
            start += LOCAL.size + named
            files[data[start - named : start].decode("ascii")] = data[start : start + length]
            start += length
        sound = all(map(FILE_NAME.fullmatch, files)) and pack(files) == data
    if not sound:
        raise Refusal("container.form", "not a whole bundle in its one form, of fewer than 65,535 files")
    return files

# Notes and trees, as logs.md, C2SP and RFC 6962 say ----------------------------
NAME = r"[^\s+\x00-\x1f\x7f\ud800-\udfff]{1,256}"
Vkey = tuple[tuple[str, bytes], bytes]
"""A verifier key: what stands for it on a signature line, and the raw key."""

def unbase64(text: str) -> bytes:
    """The bytes of standard base64 that re-encodes to itself."""
    data = b""
    with suppress(ValueError):
        data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise Refusal("base64.form", "not base64 in its one spelling")
    return data

def parse_vkey(text: str, kind: int, name: str = NAME) -> Vkey:
    """The verifier key of a type, and of a name if one is asked for, that a policy writes."""
    parts = re.fullmatch(rf"({name})\+([0-9a-f]{{8}})\+(.*)", text)
    raw, label = (unbase64(parts[3]), parts[1]) if parts else (b"", "")
    short = sha256(label.encode() + b"\n" + raw).digest()[:4]
    if parts is None or raw[:1] != bytes([kind]) or short.hex() != parts[2] or ed25519_key(raw[1:]) is None:
        raise Refusal("policy.key", f"no sound verifier key of type {kind} and that name: {text:.60}")
    return (label, short), raw[1:]

def parse_note(data: bytes) -> tuple[str, list[tuple[tuple[str, bytes], bytes]]]:
    """The text of a signed note, and its signatures with what stands for their keys."""
    text, gap, lines = data.decode(errors="surrogateescape").rpartition("\n\n")
    rows = [re.fullmatch(rf"\u2014 ({NAME}) (\S+)", line) for line in lines[:-1].split("\n")]
    odd = re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", text + lines) or not gap or len(data) > 1 << 17
    signatures = [(row[1], unbase64(row[2])) for row in rows if row]
    if odd or lines[-1:] != "\n" or None in rows or any(len(raw) < 5 for _, raw in signatures):
        raise Refusal("note.form", "not a signed note")
    return text + "\n", [((name, raw[:4]), raw[4:]) for name, raw in signatures]

def _leaf(leaf: Json) -> bytes:
    return sha256(b"\x00" + canonical(leaf)).digest()

def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()

def root_of_path(leaf: Json, index: int, size: int, path: list[str]) -> str:
    """The root that a path leads to from a leaf; none where it is no path of that tree (RFC 9162, 2.1.3.2)."""
    node, at, last = _leaf(leaf), index, size - 1
    for sibling in map(bytes.fromhex, path):
        if last <= 0:
            return ""
        node = _node(sibling, node) if at & 1 or at == last else _node(node, sibling)
        while at == last and at and not at & 1:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return node.hex() if index < size and last == 0 else ""


class Registry:
    """The leaves of the registry, and its root at every size."""

    def __init__(self, leaves: list[Json]) -> None:
        """Grows the right edge of the tree leaf by leaf."""
        self.leaves, self.edges = leaves, [list[bytes]()]
        for index, leaf in enumerate(leaves):
            edge, node, at = list(self.edges[-1]), _leaf(leaf), index
            while at & 1:
                node, at = _node(edge.pop(), node), at >> 1
            self.edges.append([*edge, node])
        self.keys = [leaf for leaf in leaves if leaf["kind"] == "key"]
        self.made = [(at, leaf) for at, leaf in enumerate(leaves) if leaf["kind"] == "made"]
        self.changes = [(at, leaf) for at, leaf in enumerate(leaves) if "old" in leaf]
        self.registered: dict[str, int] = {}
        for at, leaf in enumerate(leaves):
            if leaf["kind"] == "participant":
                self.registered.setdefault(leaf["id"], at)

    def root(self, size: int) -> str:
        """The root over the first leaves."""
        node, *above = reversed(self.edges[size]) if size else [sha256(b"").digest()]
        for left in above:
            node = _node(left, node)
        return node.hex()

    def holds(self, state: Json) -> bool:
        """Whether the registry once was in a state."""
        return state["size"] < len(self.edges) and self.root(state["size"]) == state["root"]

    def touching(self, statements: Iterable[str]) -> list[tuple[int, Json]]:
        """The changes of statements, and of what replaced them, in order."""
        touched, found = set(statements), []
        for at, leaf in self.changes:
            if leaf["old"] in touched:
                touched.add(leaf["by"])
                found.append((at, leaf))
        return found

# What is in hand, as bundle.md and sections.md say -----------------------------
FIXED = ("checkpoints/entries", "checkpoints/registry", "registry.json", "last.json")
ROLES = {kind: {"supplier", "manufacturer"} for kind in ("entry", "delivery", "withdrawal", "site_balance")} | {
    "calculation": {"manufacturer"}, "declaration": {"manufacturer"}, "attestation": {"auditor"}}
KINDS = {*ROLES, "participant", "key"}
KEPT = {"entry": ("process", "model"), "delivery": ("recipient", "use", "product", "unit", "line"),
        "site_balance": ("site",)}
NOTHING: Json = {"outputs": [], "inputs": [], "wastes": [], "emissions": [], "avoided": []}


class Signed(NamedTuple):
    """A statement: its id and kind, its payload, what was signed, by which signatures, and its sections in hand."""

    id: str
    kind: str
    said: Json
    message: bytes
    signatures: list[bytes]
    sections: dict[str, Json]

    @property
    def issuer(self) -> str:
        """Who states it; a registration is its own."""
        return self.said.get("issuer", self.id)

    @property
    def old(self) -> str | None:
        """The statement that this one supersedes or withdraws."""
        return self.said.get("withdraws") or self.said.get("supersedes", {}).get("id")

    @property
    def site(self) -> tuple[str, str]:
        """The issuer, and its code of the site that the statement is of."""
        return self.issuer, self.said["site"]["code"] if self.kind == "entry" else self.said["site"]

    @property
    def made(self) -> str | None:
        """The subject of the `made` leaves of what an entry made, or a calculation is of."""
        if "model" not in self.said:
            return None
        return digest(canonical({"issuer": self.issuer, "model": self.said["model"], "site": self.site[1]}))

    @property
    def inventory(self) -> Json:
        """What is shown of the inventory of an entry."""
        return self.sections.get("inventory", NOTHING)

    @property
    def cited(self) -> list[str]:
        """The deliveries that an inventory rests on."""
        inputs = self.inventory["inputs"]
        rows = [*inputs, *self.inventory["avoided"], *(row.get("recycled", {}) for row in inputs)]
        return [row["delivery"] for row in rows if "delivery" in row]

    @property
    def rests_on(self) -> list[str]:
        """The statements of the entries log that it names."""
        counted = self.sections.get("composition", {"rows": [], "exclusions": []})
        names = [self.old, *(self.said.get(name) for name in ("entry", "calculation", "attestation")), *self.cited]
        names += [row.get("entry") or row["delivery"] for row in counted["rows"] + counted["exclusions"]]
        return [name for name in names if name]


def overlap(one: Json, other: Json) -> bool:
    """Whether two periods share a day."""
    return one["start"] < other["end"] and other["start"] < one["end"]


def about(path: str) -> str:
    """The id or digest that a file is named by; another subject as it is."""
    return re.sub(r"^[a-z]+/([0-9a-f]{64})\.json$", r"sha256:\1", path)


class Audit:
    """A bundle under a policy: every step adds to what was found, and goes by what earlier ones made out."""

    def __init__(self, policy: Json, own: Iterable[bytes] = ()) -> None:
        """Takes the policy, and the reader's own copies of factor sets."""
        self.policy, self.blobs = policy, {digest(data): data for data in own}
        self.found: dict[Found, None] = {}
        self.told: set[str] = set()
        self.statements: dict[str, Signed] = {}
        self.sections: dict[str, Json] = {}
        self.proofs: dict[str, Json] = {}
        self.leaves: dict[str, Json] = {}
        self.registry: Registry | None = None
        self.total: str | None = None

    @property
    def exit_code(self) -> int:
        """1 wins over 2."""
        return min({level for level, *_ in self.found} - {NOTE}, default=0)

    def tell(self, level: int, code: str, subject: str, text: str) -> None:
        """Keeps a finding."""
        self.found[level, code, subject, text] = None
        if level:
            self.told |= {subject, about(subject)}

    def must(self, sound: object, code: str, subject: str, text: str) -> bool:
        """Finds a contradiction unless something holds; whether it does."""
        if not sound:
            self.tell(BAD, code, subject, text)
        return bool(sound)

    def demand(self, name: str, kind: str = "") -> Signed | None:
        """A statement that something names, of a kind if one is asked for."""
        signed = self.statements.get(name)
        if signed is None:
            self.tell(LACK, "statement.missing", name, "it is named, and not in the bundle")
        elif kind and not self.must(signed.kind == kind, "citation.kind", name, f"named as {kind}, is {signed.kind}"):
            return None
        return signed

    def is_shown(self, signed: Signed) -> bool:
        """Whether all sections that a statement names are in hand; one that is not is told."""
        held = [name for name in signed.said.get("sections", {}) if name not in signed.sections]
        for name in held:
            self.tell(LACK, "section.withheld", signed.id, f"its section {name} is not shown")
            self.told.add(signed.said["sections"][name])
        return not held

    def run(self, data: bytes) -> "Audit":
        """Judges a bundle; what an unforeseen form keeps from being judged is told as that."""
        try:
            self.files = unpack(data)
            self._read()
            self.heads = {log: self._open_log(f"checkpoints/{log}", log) for log in ("entries", "registry")}
            self._tie_logs()
            self._check_signatures()
            self._check_leaves()
            self._check_signers()
            self._check_versions()
            self._check_told()
            judge(self)
        except Refusal as error:
            self.tell(LACK, error.code, "bundle", error.text)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            self.tell(LACK, "form.unforeseen", "bundle", f"a form that is not judged here: {error!r:.80}")
        return self

    def _read(self) -> None:
        """Files to values; what has the digest in its name and yet breaks the format was made so, and contradicts."""
        readers = {"statements": self._read_statement, "sections": self._read_section, "blobs": self._read_blob,
                   "proofs": self._read_proof, "last.json": self._read_proof, "registry.json": self._read_registry}
        for name in [name for name in FIXED if name not in self.files]:
            self.tell(LACK, "file.missing", name, "every bundle has this file")
        for path, data in sorted(self.files.items()):
            named = re.fullmatch(r"([a-z]+)/([0-9a-f]{64})\.json", path)
            try:
                if read := readers.get(named[1] if named else path):
                    read(data, f"sha256:{named[2]}" if named else "")
            except Refusal as error:
                made_so = error.code.partition(".")[0] in {"statement", "section", "blob"}
                self.tell(BAD if made_so else LACK, error.code if made_so else "file.unreadable", path, error.text)
        for signed in self.statements.values():
            for name, digested in signed.said.get("sections", {}).items():
                self._give_section(signed, name, digested)

    def _give_section(self, signed: Signed, name: str, named: str) -> None:
        section = self.sections.get(named)
        if section is not None:
            same = (section["kind"], section["section"]) == (signed.kind, name)
            same = same and section.get("issuer") == signed.said.get("issuer")
            if self.must(same, "section.foreign", f"sections/{named[7:]}.json", f"not the {name} of {signed.id}"):
                signed.sections[name] = section["value"]

    def _read_registry(self, data: bytes, _: str) -> None:
        leaves = parse_json(data, 1 << 30)
        fit(leaves, "leaf*", "registry")
        self.registry = Registry(leaves)

    def _read_proof(self, data: bytes, named: str) -> None:
        proof = parse_json(data, 1 << 14, "proof")
        self.proofs[named] = proof

    def _read_blob(self, data: bytes, named: str) -> None:
        if digest(data) != named:
            raise Refusal("blob.digest", "not the bytes of the digest in its name")
        self.blobs[named] = data

    def _read_section(self, data: bytes, named: str) -> None:
        if digest(data) != named:
            raise Refusal("section.digest", "not the bytes of the digest in its name")
        try:
            section = parse_json(data, 16 << 20, "section")
            parse_json(data, 16 << 20 if section["section"] == "composition" else 1 << 20)
            fit(section["value"], f"section_{section['section']}", section["section"])
        except Refusal as error:
            raise Refusal("section.invalid", f"named by digest, and yet no section: {error}") from None
        self.sections[named] = section

    def _read_statement(self, data: bytes, named: str) -> None:
        envelope = parse_json(data, 80 << 10, "envelope", "payload|payloadType|signatures|sig")
        media, payload = envelope["payloadType"], unbase64(envelope["payload"])
        signatures = [unbase64(row["sig"]) for row in envelope["signatures"]]
        if not ascending(signatures) or not all(map(is_signature, signatures)):
            raise Refusal("envelope.signatures", "signatures that are not sorted and distinct, or of no known form")
        message = b"DSSEv1 %d %s %d %s" % (len(media.encode()), media.encode(), len(payload), payload)
        if digest(message) != named:
            raise Refusal("statement.digest", "another statement than the one of that name")
        kind = next((kind for kind in KINDS if media == f"application/vnd.cradle.{kind}.v1+json"), None)
        try:
            said = parse_json(payload, 48 << 10, kind or "no_kind")
        except Refusal as error:
            raise Refusal("statement.invalid", f"signed, and yet no statement: {error}") from None
        self.statements[named] = Signed(named, kind or "", said, message, signatures, {})

    def _open_log(self, name: str, log: str) -> tuple[int, str] | None:
        """Size and root in a checkpoint that the policy's log has signed, with as many witnesses as it asks for."""
        if name not in self.files:
            return None
        try:
            text, lines = parse_note(self.files[name])
        except Refusal as error:
            return self.tell(LACK, "file.unreadable", name, error.text)
        short, key = parse_vkey(self.policy["logs"][log], 1)
        head = re.fullmatch(r"(.+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n", text)
        own = [verifies("ed25519", key, text.encode(), raw) for who, raw in lines if who == short]
        sound = self.must(own, "note.unsigned", name, "the log of the policy has not signed it")
        sound = sound and self.must(all(own), "note.signature", name, "a false signature of the log")
        sound = sound and self.must(head and head[1] == short[0], "checkpoint.form", name, "no checkpoint of this log")
        groups = defaultdict[str, list[bool]](list)
        for row in self.policy.get("witnesses", ()):
            short, key = parse_vkey(row["vkey"], 4)
            for raw in [raw for who, raw in lines if who == short]:  # C2SP tlog-cosignature: time, signature
                cosigned = b"cosignature/v1\ntime %d\n%s" % (int.from_bytes(raw[:8], "big"), text.encode())
                dated = int.from_bytes(raw[:8], "big") < 253_402_300_800  # the year 10000
                groups[row["group"]].append(dated and verifies("ed25519", key, cosigned, raw[8:]))
        self.must(all(map(all, groups.values())), "witness.signature", name, "a false cosignature of a listed witness")
        if (count := sum(map(all, groups.values()))) < self.policy["quorum"]:
            self.tell(LACK, "witness.quorum", name, f"cosigned by {count} groups of witnesses")
        return (int(head[2]), unbase64(head[3]).hex()) if sound and head else None

    def _leads(self, proof: Json) -> bool:
        size, root = self.heads["entries"] or (0, "?")
        return root_of_path(proof["leaf"], proof["index"], size, proof["path"]) == root

    def _tie_logs(self) -> None:
        """The registry's leaves are those of both checkpoints, and continue what the reader saw last."""
        last, registry, where = self.proofs.get("") if self.heads["entries"] else None, self.registry, "registry.json"
        size = self.heads["entries"][0] if self.heads["entries"] else 0
        if last and self.must(last["index"] == size - 1, "last.index", "last.json", "not the last leaf"):
            self.must(self._leads(last), "merkle.inclusion", "last.json", "its path leads elsewhere")
        if registry is None:
            return
        size, state = len(registry.leaves), self.policy.get("last_seen")
        tied = self.must(self.heads["registry"] in {None, (size, registry.root(size))}, "registry.root", where,
                           "not the leaves that the checkpoint signs")
        named = "last.json" in self.told or not last or registry.holds(last["leaf"]["registry"])
        tied &= self.must(named, "registry.forked", where, "it is cut, or not the one that the entries log names")
        young = size >= self.policy["oldest_registry_size"]
        self.must(young, "registry.too_old", where, "older than the policy accepts")
        self.must(not state or registry.holds(state), "registry.last_seen", where, "it does not continue that state")
        self.registry = registry if tied else None

    def _check_signatures(self) -> None:
        """Exactly the signatures that a kind requires, each by a key of its own; keys that changed are not followed."""
        self._check_key_changes()
        for signed in [row for row in self.statements.values() if row.kind != "key"]:
            registrar = signed.said.get("registrar") if signed.kind == "participant" else signed.issuer
            signer = self.demand(registrar, "participant") if registrar else None
            name, here = signed.id, signed.said["origin"] == self.policy["origin"]
            self.must(here, "statement.origin", name, "signed for another log")
            if registrar and (signer is None or registrar in self.rekeyed):
                continue
            own = [key for name in ("root_keys", "working_keys") for key in signed.said.get(name, ())]
            keys = own + (signer.said["working_keys"] if signer else [])
            for raw in signed.signatures:
                tried = ((key["alg"], bytes.fromhex(key["key"]), signed.message, raw) for key in keys)
                by = next((key for key, one in zip(keys, tried, strict=True) if verifies(*one)), None)
                self.must(by, "signature.unknown", name, "by no key that is expected here, or by one a second time")
                keys = [key for key in keys if key != by]
            signed_all = not [key for key in own if key in keys]
            self.must(signed_all, "signature.missing", name, "a key that it lists did not sign it")
            count = len(own) + (signer is not None)
            self.must(len(signed.signatures) == count, "signature.count", name, f"its kind requires {count} signatures")

    def _check_key_changes(self) -> None:
        """The statement behind each change of the keys of somebody in hand is there; what it does is not judged."""
        leaves, changes = self.registry.keys if self.registry else [], [row for row in self.statements.values()
                                                                        if row.kind == "key"]
        for leaf in [leaf for leaf in leaves if leaf["of"] in self.statements]:
            self.demand(leaf["id"], "key")
        self.rekeyed = {leaf["of"] for leaf in leaves} | {row.issuer for row in changes}
        for name in sorted(self.rekeyed & self.statements.keys()):
            self.tell(LACK, "key.changed", name, "its keys changed, which is not judged here, nor are its signatures")
        for signed in changes:
            for party in filter(None, (signed.issuer, signed.said.get("registrar"))):
                self.demand(party, "participant")
            here = signed.said["origin"] == self.policy["origin"]
            self.must(here, "statement.origin", signed.id, "signed for another log")
            listed = not self.registry or (signed.id, signed.issuer) in {(leaf["id"], leaf["of"]) for leaf in leaves}
            self.must(listed, "registry.unlisted", signed.id, "the registry does not hold this change of keys")

    def _check_leaves(self) -> None:
        """Each statement is in the log, under a leaf that says of it what is true; what it cites came before."""
        for signed in [row for row in self.statements.values() if row.kind in ROLES]:
            proof, name = self.proofs.get(signed.id), signed.id
            if proof is None:
                self.tell(LACK, "proof.missing", name, "no proof shows that the log holds it")
                continue
            led = not self.heads["entries"] or self._leads(proof)
            if not self.must(led, "merkle.inclusion", name, "its path leads elsewhere") or not self.heads["entries"]:
                continue
            leaf, signatures = proof["leaf"], digest(b"".join(signed.signatures))
            says = (leaf["id"], leaf["kind"], leaf.get("old")) == (name, signed.kind, signed.old)
            self.must(says, "leaf.statement", name, "its leaf is of another statement, or of what it does not replace")
            self.must(leaf["sigs"] == signatures, "leaf.signatures", name, "logged under other signatures")
            held = not self.registry or self.registry.holds(leaf["registry"])
            if self.must(held, "leaf.registry", name, "it names a state that never was") and says and self.registry:
                self.leaves[name] = leaf
        size, at = 0, {name: self.proofs[name]["index"] for name in self.leaves}
        for name in sorted(at, key=lambda known: at[known]):
            state, signed = self.leaves[name]["registry"]["size"], self.statements[name]
            self.must(state >= size, "leaf.registry_backwards", name, "it names an older state than a leaf before it")
            size, rows = max(size, state), signed.sections.get("balance", {"rows": []})["rows"]
            for other in signed.rests_on + [share["entry"] for row in rows for share in row["entries"]]:
                self.must(at.get(other, -1) < at[name], "citation.forward", name, f"it cites {other}, logged later")

    def _check_signers(self) -> None:
        """Who signed was registered then, by a registrar whom the policy lists, and has a role that may."""
        registry = self.registry or Registry([])
        for signed in self.statements.values() if self.registry else ():
            name, size = signed.id, self.leaves.get(signed.id, {"registry": {"size": 0}})["registry"]["size"]
            if signed.kind == "participant":
                by = signed.said.get("registrar", name)
                at, known = registry.registered.get(name), self.statements.get(by)
                self.must(by in self.policy["registrars"], "policy.registrar", name, f"registered by {by}, not listed")
                if self.must(at is not None, "participant.unregistered", name, "the registry does not hold it"):
                    same = registry.leaves[at]["sigs"] == digest(b"".join(signed.signatures))
                    self.must(same, "leaf.signatures", name, "registered under other signatures")
                    may = registry.registered.get(by, at) < at and (not known or "registrar" in known.said["roles"])
                    self.must(may or by == name, "registrar.unknown", name, "its registrar was none before it")
            elif name in self.leaves:
                issuer, known = self.statements.get(signed.issuer), registry.registered.get(signed.issuer, -1) < size
                self.must(known, "issuer.unknown", name, "its issuer was not registered when the log took it in")
                may = issuer is None or ROLES[signed.kind] & {*issuer.said.get("roles", ())}
                self.must(may, "issuer.role", name, "its issuer has no role for this kind")
        holders = dict[str, str]()
        for name in [name for name in registry.registered if name in self.statements]:
            said = self.statements[name].said
            for key in [row["key"] for kind in ("root_keys", "working_keys") for row in said.get(kind, ())]:
                alone = holders.setdefault(key, name) == name
                self.must(alone, "key.in_use", name, f"{key} is the key of {holders[key]}")

    def first(self, name: str) -> str:
        """The first version of a statement, as far as versions are in hand."""
        while name in self.statements and self.statements[name].old:
            name = self.statements[name].old or name
        return name

    def _check_versions(self) -> None:
        """A version is its issuer's, and keeps what a version keeps."""
        for new in [row for row in self.statements.values() if row.old in self.statements]:
            old = self.statements[new.old or ""]
            kept = all(old.said.get(name) == new.said.get(name) for name in KEPT.get(old.kind, ()))
            if old.kind == new.kind:
                entries = [self.first(one.said.get("entry", "")) for one in (old, new)]
                kept = kept and entries[0] == entries[1] and (old.kind != "entry" or old.site == new.site)
            same = old.kind in KEPT and (new.kind == "withdrawal" or (new.kind == old.kind and kept))
            self.must(new.issuer == old.issuer, "supersedes.issuer", new.id, "only its issuer may do that")
            self.must(same, "supersedes.identity", new.id, f"it changes what a version of {old.id} keeps")

    def _check_told(self) -> None:
        """The registry says of statements what they say, and of all that replace, withdraw, or make a product."""
        if (registry := self.registry) is None:
            return
        for at, leaf in registry.changes:
            if (by := self.statements.get(leaf["by"])) is not None:
                says = ("withdrawn" if by.kind == "withdrawal" else "superseded", by.old) == (leaf["kind"], leaf["old"])
                self.must(says, "registry.contradicted", by.id, f"leaf {at} says of it what it does not say")
        for old, count in Counter(leaf["old"] for _, leaf in registry.changes).items():
            self.must(count == 1, "registry.two_successors", old, "the registry says twice what became of it")
        for at, leaf in registry.made:
            made = leaf["subject"] if leaf["id"] not in self.statements else self.statements[leaf["id"]].made
            self.must(made == leaf["subject"], "registry.contradicted", leaf["id"], f"leaf {at} says otherwise")
        told = {(leaf["by"], leaf["old"]): at for at, leaf in reversed(registry.changes)}
        told |= {(leaf["id"], leaf["subject"]): at for at, leaf in reversed(registry.made)}
        for name, signed in self.statements.items():
            size = self.leaves[name]["registry"]["size"] if name in self.leaves else len(registry.leaves)
            for what in filter(None, (signed.old, signed.made if signed.kind == "entry" else None)):
                self.must(told.get((name, what), size) < size, "registry.unlisted", name, "not told of in time")

# The graph, as entry.md and delivery.md say ------------------------------------
class Graph:
    """The entries behind some citations, each in its newest version as of a state of the registry."""

    def __init__(self, audit: "Audit", size: int, entries: Iterable[str], deliveries: Iterable[str]) -> None:
        """Walks against the flow of goods, and keeps what cannot be resolved as problems."""
        self.statements, self.changes = audit.statements, dict[str, Json]()
        for at, leaf in audit.registry.changes if audit.registry else ():
            if at < size:
                self.changes.setdefault(leaf["old"], leaf)
        self.sources: dict[str, tuple[str, str]] = {}
        self.suppliers: dict[str, set[str]] = {}
        self.lineage: set[str] = set()
        self.problems: list[tuple[int, str, str, str]] = []
        waiting = [self._have(name, "entry") for name in entries] + [self._source(name) for name in deliveries]
        while waiting:
            node = waiting.pop()
            if node and node not in self.suppliers:
                made_from = [self._source(name) for name in self.statements[node].cited]
                self.suppliers[node] = {name for name in made_from if name}
                waiting += made_from
        try:
            self.order = list(TopologicalSorter(self.suppliers).static_order())
        except CycleError as error:
            self.order = []
            self.problems.append((BAD, "graph.loop", min(error.args[1]), "entries rest on each other"))

    def newest(self, name: str) -> str | None:
        """The newest version of a statement; None where it was withdrawn."""
        seen = {name}
        while (leaf := self.changes.get(name)) and leaf["by"] not in seen:
            if leaf["kind"] == "withdrawn":
                return None
            name = leaf["by"]
            seen.add(name)
        return name

    def _have(self, name: str, kind: str) -> str | None:
        passed = name
        while passed not in self.lineage:
            self.lineage.add(passed)
            leaf = self.changes.get(passed, {})
            passed = leaf["by"] if leaf.get("kind") == "superseded" else passed
        newest = self.newest(name)
        signed = self.statements.get(newest or "")
        if newest is None:
            self.problems.append((BAD, f"{kind}.withdrawn", name, "it was withdrawn, and has no figure"))
        elif signed is None:
            self.problems.append((LACK, "statement.missing", newest, "it is cited, and not in the bundle"))
        elif signed.kind != kind:
            self.problems.append((BAD, "citation.kind", newest, f"it is cited as {kind}, and is of kind {signed.kind}"))
        return newest if signed and signed.kind == kind else None

    def _source(self, name: str) -> str | None:
        newest = self._have(name, "delivery")
        entry = self._have(self.statements[newest].said["entry"], "entry") if newest else None
        if newest and entry:
            self.sources[name] = newest, entry
        return entry

    def upstream(self, entry: str) -> set[str]:
        """All entries that an entry rests on, and itself."""
        found, waiting = set[str](), [entry]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += self.suppliers[node]
        return found

# Figures, as method.md, rulebook.md and external.md say ------------------------
Key = tuple[str, str, str, str]
Cells = dict[Key, Fraction]
Groups = dict[str, Fraction]
PLAIN = Fraction(1), ""
KG_GONE = {("kg", "disposal"), ("kg", "energy_recovery")}
Weight = tuple[Fraction, str]
PARTS = {"land_management": "land_use_change", "capture": "", "land_removal": "land_use_uptake"}

def rounded(value: Fraction, digits: int = 34) -> Fraction:
    """A value rounded half-even to the coarser of some significant digits and 1e-60."""
    step = Fraction(10) ** max(_place(value) - digits + 1, -60)
    value = round(value / step) * step
    if abs(value) >= 10**31:
        raise Refusal("figure.overflow", "a figure of 1e31 or more")
    return value

def _place(value: Fraction) -> int:
    """The power of ten of the first digit of a number."""
    places = len(str(abs(value.numerator))) - len(str(value.denominator))
    return places - (abs(value) < Fraction(10) ** places)

def may_total(total: Fraction, parts: list[Fraction]) -> bool:
    """Whether values told to 4 digits can be a total and its parts: each is off by half a unit of its last digit."""
    slack = sum(Fraction(10) ** (_place(value) - 3) / 2 for value in (total, *parts) if value)
    return abs(total - sum(parts)) <= slack

def spelled(value: Fraction) -> str:
    """The one string of a number of at most 200 places."""
    digits = f"{abs(value.numerator) * 10**200 // value.denominator:0>201}"
    text = f"{digits[:-200]}.{digits[-200:]}".rstrip("0").rstrip(".")
    return "-" + text if value < 0 else text

def total_of(cells: Cells, stage: str = "") -> Fraction:
    """The sum of cells, of one stage if one is asked for."""
    return sum((kg for key, kg in cells.items() if stage in {"", key[0]}), Fraction(0))

def written(cells: Cells) -> list[Json]:
    """Cells as the rows of a document."""
    names = ("stage", "group", "sign", "term")
    return [{name: word for name, word in zip(names, key, strict=True) if word} | {"value": spelled(cells[key])}
            for key in sorted(cells) if cells[key]]


class Figures:
    """What each line of a graph comes to under a rulebook and factor sets, in kg CO2e per unit, by cell."""

    def __init__(self, graph: Graph, rules: Json, sets: list[Json]) -> None:
        """Computes the entries, suppliers first; what has no figure is a problem or rests on what is missing."""
        self.graph, self.rules, self.cff = graph, rules, rules.get("circular_footprint")
        self.factors, self.mixes = defaultdict[Json, list[Groups]](list), defaultdict[Json, list[str]](list)
        for row in (row for factors in sets for row in factors["rows"]):
            values = {value["group"]: Fraction(value["value"]) for value in row["values"]}
            self.factors[row["flow"], row["unit"], row["direction"]].append(values)
            if "grid" in row:
                self.mixes[row["grid"], row.get("mix", "average")].append(row["flow"])
        refused = {row["origin"] for row in rules.get("refused_origins", ())}
        self.gases = {(row["gas"], row["origin"]): {row["group"]: Fraction(row["value"])}
                      for row in rules["characterization"]["rows"] if row["origin"] not in refused}
        self.lines: dict[tuple[str, str], Cells] = {}
        self.problems: list[tuple[int, str, str, str]] = []
        for node in graph.order:
            try:
                if "inventory" in graph.statements[node].sections:
                    self._compute(graph.statements[node])
            except Refusal as error:
                self.problems.append((BAD, error.code, node, error.text))

    def _compute(self, entry: Signed) -> None:
        self.entry, self.stage, self.sums, self.told = entry, entry.said["process"].split(".")[0], Cells(), True
        inventory = entry.inventory
        self._weigh(inventory)
        for row in inventory["inputs"]:
            self._input(row)
        for row in inventory["wastes"]:
            self._post(self._factor(row["flow"], row["unit"], "treatment"), row["amount"], *self._filed(row))
        for row in inventory["emissions"]:
            self._post(self._gas(row["gas"], row["origin"]), row["amount"], *self._filed(row | {"purpose": "direct"}))
        for row, weight in zip(inventory["avoided"], self.credits, strict=True):
            values = {group: -value for group, value in self._replaced(row, row["unit"]).items()}
            self._post(values, row["amount"], row["stage"], weight, "credit")
        if self.cff and self.rest:
            ed = {"unspecified": Fraction(self.cff["ed"]["value"])}
            self._post(ed, self.rest, "end_of_life", (Fraction(1), "disposal"))
        shared = sum(Fraction(row.get("allocation_value", "1")) for row in sharing(inventory))
        for row in inventory["outputs"] if self.told else ():
            part = Fraction(row.get("allocation_value", "1")) / shared if row in sharing(inventory) else Fraction(0)
            per_unit = part / self.divisor / Fraction(row["amount"])
            self.lines[entry.id, row["line"]] = {key: rounded(kg * per_unit) for key, kg in self.sums.items()}

    def _gas(self, gas: str, origin: str) -> Groups:
        if (gas, origin) not in self.gases:
            raise Refusal("gas.not_characterized", f"no factor counts {gas} of origin {origin}")
        return self.gases[gas, origin]

    def _weigh(self, inventory: Json) -> None:
        """What the formula multiplies the rows of a recycler by; the divisor keeps the joint process exact."""
        self.weights, self.credits, self.divisor, self.rest = {}, [PLAIN] * len(inventory["avoided"]), Fraction(1), 0
        if self.cff is None or self.stage != "end_of_life":
            if self.cff and inventory["avoided"]:
                raise Refusal("avoided.refused", "avoided lines count at end of life only")
            return
        lines = [row for row in inventory["avoided"] if "recovery" not in row]
        basis = "amount" if self.cff["joint_basis"] == "mass" else "allocation_value"
        if any(row["unit"] != "kg" or basis not in row for row in lines):
            raise Refusal("cff.basis", "recovered amounts are in kg, and state what the joint process is shared by")
        whole = sum(Fraction(row[basis]) for row in lines) or Fraction(1)
        process = sum(self._left(row)[0] * Fraction(row[basis]) for row in lines) / whole
        burnt = 1 - Fraction(self.cff["b"]["value"]), "energy_recovery"
        self.weights = {"": (process, "recycling") if lines else PLAIN, "transport": PLAIN, "energy_recovery": burnt,
                        "disposal": (Fraction(1), "disposal")}
        self.credits = [burnt if "recovery" in row else (self._left(row)[2], "substitution")
                        for row in inventory["avoided"]]
        main = next(row for row in inventory["outputs"] if row["role"] == "main")
        gone = [row for row in inventory["wastes"] if (row["unit"], row["purpose"]) in KG_GONE]
        if lines and main["unit"] == "kg":
            self.rest = Fraction(main["amount"]) - sum(Fraction(row["amount"]) for row in lines + gone)

    def _left(self, row: Json) -> tuple[Fraction, Fraction, Fraction]:
        """(1-A), (1-A) Qsin/Qp and (1-A) Qsout/Qp of the material of a row."""
        known = next((each for each in self.cff["materials"] if each["material"] == row.get("material")), None)
        left = 1 - Fraction((known["a"] if known else self.cff["default_a"])["value"])
        return (left, *(left * Fraction(known[name]["value"] if known else 1) for name in ("qs_in", "qs_out")))

    def _filed(self, row: Json) -> tuple[str, tuple[Fraction, str]]:
        """The stage and the weight of a row."""
        weight = self.weights.get(row["purpose"], self.weights.get("", PLAIN))
        if self.rules["filing"] == "stated":
            return row.get("stage", ""), weight
        rules = [rule["stage"] for rule in self.rules["filing_rules"]
                 if (rule["process_stage"], rule["purpose"]) == (self.stage, row["purpose"])]
        return (rules or [self.stage])[0], weight

    def _post(
        self, values: Groups, amount: str | Fraction, stage: str, weight: Weight = PLAIN, sign: str = "burden"
    ) -> None:
        for group, each in values.items():
            key = stage, group, sign, weight[1]
            self.sums[key] = self.sums.get(key, Fraction(0)) + Fraction(amount) * weight[0] * each

    def _line(self, delivery: str) -> Cells:
        newest, entry = self.graph.sources.get(delivery, ("", ""))
        line = self.graph.statements[newest].said["line"] if newest else ""
        self.told = self.told and (entry, line) in self.lines
        return self.lines.get((entry, line), {})

    def _groups(self, delivery: str) -> Groups:
        sums: Groups = {}
        for (_, group, _, _), kg in self._line(delivery).items():
            sums[group] = sums.get(group, Fraction(0)) + kg
        return sums

    def _factor(self, flow: str, unit: str, direction: str) -> Groups:
        found = self.factors[flow, unit, direction]
        if len(found) != 1:
            code = "factor.ambiguous" if found else "factor.none"
            raise Refusal(code, f"{len(found)} factors value {flow} per {unit}")
        return found[0]

    def _replaced(self, row: Json, unit: str) -> Groups:
        """Ev or E*v: of the delivery or flow that a row names, else of the material's virgin dataset."""
        if "delivery" in row:
            return self._groups(row["delivery"])
        materials = self.cff["materials"] if self.cff else ()
        virgin = (each.get("virgin") for each in materials if each["material"] == row.get("material"))
        flow = row.get("flow") or next(virgin, None)
        if flow is None:
            raise Refusal("cff.virgin_unknown", f"nothing says what {row.get('material')} replaces")
        return self._factor(flow, unit, "product")

    def _input(self, row: Json) -> None:
        stage, weight = self._filed(row)
        if row["type"] == "external":
            self._external(row, stage, weight)
        elif "recycled" in row and self.cff and self.stage != "end_of_life" and not self._is_loop(row):
            self._feedstock(row, row["recycled"])
        elif row["type"] == "activity":
            self._post(self._bought(row), row["amount"], stage, weight)
        else:
            at_end = bool(self.cff) and self.stage == "end_of_life"
            self._draw(row, ("end_of_life", weight[1]) if at_end else ("", ""), weight[0])

    def _draw(self, row: Json, place: tuple[str, str], factor: Fraction) -> None:
        for (stage, group, sign, term), kg in self._line(row["delivery"]).items():
            key = place[0] or stage, group, sign, place[1] or term
            self.sums[key] = self.sums.get(key, Fraction(0)) + Fraction(row["amount"]) * factor * kg

    def _bought(self, row: Json) -> Groups:
        """The row's own factor, or the mix of the site's grid where the rulebook does not take the supply as stated."""
        rule, site = self.rules.get("electricity"), self.entry.said["site"]
        if rule and "electricity" in row and row["electricity"]["supply"] not in rule["allowed"] and "fallback" in rule:
            for grid in (site.get("zone"), site["country"]):
                flows = self.mixes[grid, rule["fallback"]]
                if len(flows) > 1:
                    raise Refusal("factor.ambiguous", f"{len(flows)} {rule['fallback']} mixes of {grid}")
                if flows:
                    return self._factor(flows[0], "kWh", "product")
        return self._factor(row["flow"], row["unit"], "product")

    def _is_loop(self, row: Json) -> bool:
        entry = self.graph.statements.get(self.graph.sources.get(row.get("delivery", ""), ("", ""))[1])
        return entry is not None and entry.site == self.entry.site

    def _feedstock(self, row: Json, recycled: Json) -> None:
        """A Erec + (1-A) Ev Qsin/Qp: the feedstock, and two parts beside it; a market's average counts as virgin."""
        virgin, amount = self._replaced(recycled, row["unit"]), Fraction(row["amount"])
        if recycled["evidence"] == "market_average":
            self._post(virgin, amount, "raw_material")
            return
        if row["type"] == "delivery":
            own = self._groups(row["delivery"])
            self._draw(row, ("raw_material", ""), Fraction(1))
        else:
            own = self._factor(row["flow"], row["unit"], "product")
            self._post(own, amount, "raw_material")
        left, displaced, _ = self._left(recycled)
        self._post(virgin, amount, "raw_material", (displaced, "recycled_content"))
        self._post(own, -amount, "raw_material", (left, "recycled_content"), "credit")

    def _external(self, row: Json, filed: str, weight: Weight) -> None:
        sums: dict[tuple[str, str], Fraction] = {}
        for value in row["values"]:
            part = PARTS.get(value["part"], value["part"])
            counted = self.gases.get(("co2", part), {}) if "uptake" in part else {part: Fraction(-1)} if part else {}
            for group, factor in counted.items():  # a file writes what is taken up as negative
                key = value.get("stage", filed), group
                sums[key] = sums.get(key, Fraction(0)) - Fraction(value["value"]) * factor
        for (stage, group), kg in sums.items():
            per_unit = {group: rounded(kg / Fraction(row["declared_amount"]))}
            self._post(per_unit, row["amount"], filed if self.rules["filing"] == "rule" else stage, weight)

# The judgement, as declaration.md and site_balance.md say ----------------------
RULEBOOK = {*re.findall("[a-z_]+", "id version title legal_status declarable filing filing_rules boundary avoided "
                        "unknown functional_units warranty required_roles required_stages electricity transport "
                        "cut_off classes company_specific circular_footprint data_quality balances references "
                        "refused_origins characterization not_covered")}
Thing = tuple[str | None, str | None, str]
UNCOLLECTED = ("end_of_life", "unspecified", "burden", "disposal")
FORMULA = {"default_a", "materials", "collection_rate", "ed", "b", "joint_basis"}

def judge(audit: Audit) -> None:
    """The subject of a bundle, its one declaration or else its one calculation, and all that rests on its graph."""
    kinds = [sorted(row.id for row in audit.statements.values() if row.kind == kind)
             for kind in ("declaration", "calculation")]
    subjects = kinds[0] or kinds[1]
    if not subjects:
        told = any(row.kind == "delivery" for row in audit.statements.values())
        code = "delivery.not_supported" if told else "bundle.no_subject"
        audit.tell(LACK, code, "statements", "no declaration or calculation; a delivery is not judged here")
        check_shown(audit)
        return
    subject = audit.statements[subjects[0]]
    audit.must(len(subjects) == 1, "bundle.subjects", subjects[-1], f"a second {subject.kind} in one bundle")
    calculation = subject if kinds[1] == subjects else audit.demand(subject.said["calculation"], "calculation")
    if calculation and subject.kind == "declaration":
        check_documents(audit, subject, calculation)
    if calculation:
        shown = audit.is_shown(calculation)
        check_method(audit, calculation)
        if audit.registry and check_state(audit, calculation, audit.registry) and shown:
            Case(audit, subject, calculation).judge()
        if audit.total is None:
            check_sums(audit, calculation)
    check_named(audit, [subject.id, *([calculation.id] if calculation else [])], calculation)

def check_method(audit: Audit, calculation: Signed) -> None:
    """The policy lists the rulebook and the factor sets, which are known by digest."""
    for kind, name in methods_of(calculation):
        audit.must(name in audit.policy[f"{kind}s"], f"policy.{kind}", name, "the policy does not list it")

def methods_of(calculation: Signed) -> list[tuple[str, str]]:
    """The rulebook and the factor sets that a calculation names."""
    said = calculation.said
    return [("rulebook", said["rulebook"]), *(("factor_set", name) for name in said["factor_sets"])]

def check_state(audit: Audit, calculation: Signed, registry: Registry) -> bool:
    """Whether the state that a calculation was made as of ever was; its age, and its place in the log."""
    name, state, least = calculation.id, calculation.said["as_of"], audit.policy["oldest_registry_size"]
    if audit.must(registry.holds(state), "state.unknown", name, "as of a state of the registry that never was"):
        audit.must(state["size"] >= least, "as_of.too_old", name, "as of a state older than the policy accepts")
        place = audit.leaves[name]["registry"]["size"] if name in audit.leaves else state["size"]
        audit.must(state["size"] <= place, "as_of.ahead", name, "as of a state later than its own place in the log")
    return registry.holds(state)

def check_sums(audit: Audit, calculation: Signed) -> None:
    """Stages and total are the sums of the cells, where these cannot be recomputed."""
    said = calculation.said
    told = {(row["stage"], str(at), "", ""): Fraction(row["value"]) for at, row in enumerate(said["cells"])}
    stages = [{"stage": stage, "value": spelled(total_of(told, stage))} for stage in STAGES]
    audit.must(said["stages"] == stages, "calculation.stages", calculation.id, "stages that are no sums of its cells")
    audit.must(said["total"] == spelled(total_of(told)), "calculation.total", calculation.id, "no sum of its cells")

def check_documents(audit: Audit, declaration: Signed, calculation: Signed) -> None:
    """The declaration is the manufacturer's; the attestation is of this calculation, by an accepted auditor."""
    same = declaration.issuer == calculation.issuer
    audit.must(same, "declaration.calculation", declaration.id, "it declares another's calculation")
    attestation = audit.demand(declaration.said["attestation"], "attestation")
    if attestation:
        name, said = attestation.id, attestation.said
        listed, own = attestation.issuer in audit.policy.get("auditors", ()), attestation.issuer == calculation.issuer
        audit.must(listed, "policy.auditor", name, "by an auditor whom the policy does not list")
        audit.must(not own, "attestation.own", name, "nobody attests its own calculation")
        audit.must(said["calculation"] == calculation.id, "declaration.attestation", name, "of another calculation")
        audit.must(said["outcome"] != "refused", "declaration.refused", name, "the auditor refused the calculation")

def check_shown(audit: Audit) -> list[str]:
    """Profiles are shown, and so is what a proof is of; the statements that are not."""
    for signed in [row for row in audit.statements.values() if row.kind == "participant"]:
        audit.is_shown(signed)
    proven = [name for name in audit.proofs if name and name not in audit.statements]
    for name in proven:
        audit.demand(name)
    return proven

def check_named(audit: Audit, roots: list[str], calculation: Signed | None) -> None:
    """What is named is there; what is there is named, unless what would name it is not in hand."""
    proven = check_shown(audit)
    made = audit.registry.made if audit.registry and calculation else ()
    roots = [*roots, *proven, *(leaf["id"] for _, leaf in made if calculation and leaf["subject"] == calculation.made)]
    named, holes = {*FIXED}, set() if audit.registry else {"registry.json"}
    for name in _closure(audit, roots):
        named |= {f"statements/{name[7:]}.json", f"proofs/{name[7:]}.json"}
        if (signed := audit.statements.get(name)) is None:
            holes.add(name)
            continue
        method, sections = signed.said.get("figure", signed.said), signed.said.get("sections", {})
        blobs = [row["file"] for row in signed.inventory["inputs"] if "file" in row]
        blobs += [method["rulebook"], *method["factor_sets"]] if "rulebook" in method else []
        named |= {f"blobs/{digested[7:]}.json" for digested in blobs}
        named |= {f"sections/{digested[7:]}.json" for digested in sections.values()}
        holes |= {sections[part] for part in {"inventory", "composition"} & sections.keys() - signed.sections.keys()}
    away = bool(holes & audit.told)
    for path in [path for path in audit.files.keys() - named if not {path, about(path)} & audit.told]:
        hidden = away and re.fullmatch("(statements|sections|blobs|proofs)/[0-9a-f]{64}[.]json", path)
        why = "what may name it is away" if hidden else "nothing in the bundle names it"
        audit.tell(LACK if hidden else BAD, "file.unnamed", path, why)

def _closure(audit: Audit, roots: list[str]) -> set[str]:
    """All statements that some name, directly or in turn: parties, what they rest on, successors, site balances."""
    closure, waiting, successors = set[str](), list(roots), defaultdict[str, list[str]](list)
    for _, leaf in audit.registry.changes if audit.registry else ():
        successors[leaf["old"]].append(leaf["by"])
    for leaf in audit.registry.keys if audit.registry else ():
        successors[leaf["of"]].append(leaf["id"])
    balances = [row for row in audit.statements.values() if row.kind == "site_balance"]
    while waiting:
        name = waiting.pop()
        if name not in closure:
            closure.add(name)
            waiting += successors[name]
            if signed := audit.statements.get(name):
                parties = signed.issuer, signed.said.get("recipient"), signed.said.get("registrar")
                waiting += [*signed.rests_on, *(party for party in parties if party)]
                waiting += [row.id for row in balances if signed.kind == "entry" and row.site == signed.site
                            and overlap(row.said["period"], signed.said["period"])]
    return closure


class Case:
    """A calculation, the graph behind it as of its state, and what of its composition could be resolved."""

    def __init__(self, audit: Audit, subject: Signed, calculation: Signed) -> None:
        """Resolves the graph."""
        self.audit, self.subject, self.calculation, self.said = audit, subject, calculation, calculation.said
        self.name, self.size, registry = calculation.id, self.said["as_of"]["size"], audit.registry or Registry([])
        composition = calculation.sections["composition"]
        self.rows, self.exclusions = composition["rows"], [row["entry"] for row in composition["exclusions"]]
        self.made = [(at, leaf["id"]) for at, leaf in registry.made if leaf["subject"] == calculation.made]
        entries, deliveries = ([row[kind] for row in self.rows if kind in row] for kind in ("entry", "delivery"))
        self.graph = graph = Graph(audit, self.size, entries, deliveries)
        self.wide = Graph(audit, self.size, [*entries, *(name for at, name in self.made if at < self.size)], deliveries)
        self.parts: list[tuple[Json, Signed, Signed | None]] = []
        for row in self.rows:
            source = graph.sources.get(row.get("delivery", ""), (None, graph.newest(row.get("entry", ""))))
            if source[1] in graph.suppliers:
                self.parts.append((row, audit.statements[source[1]], audit.statements.get(source[0] or "")))

    def judge(self) -> None:
        """Lineage, deliveries, balances, twins, method, figures, composition, equality."""
        audit, graph = self.audit, self.graph
        for problem in graph.problems:
            audit.tell(*problem)
        self._check_lineage()
        for name in sorted({*graph.sources.values()}):
            self._check_delivery(*name)
        for node in graph.suppliers:
            self._check_citations(audit.statements[node])
        self._check_balances(self.wide)
        self._check_twins()
        self._check_site_balances()
        shown = [audit.is_shown(audit.statements[node]) for node in graph.order]
        whole = not graph.problems and all(shown)
        method = self._read_method()
        if method is None:
            return
        rules, figures = method[0], Figures(graph, *method)
        for problem in figures.problems:
            audit.tell(*problem)
        self._check_declarable(rules)
        self._check_told(figures)
        if len(self.parts) == len(self.rows) and whole:
            self._check_composition(rules)
        try:
            self._check_figure(rules, figures, whole=whole)
        except Refusal as error:
            audit.tell(BAD, error.code, self.name, error.text)

    def _check_lineage(self) -> None:
        audit, registry = self.audit, self.audit.registry or Registry([])
        changes = registry.touching(self.graph.lineage)
        named = {*self.graph.lineage, *self.exclusions, *(name for _, name in self.made)}
        waiting = [*named, *(leaf["by"] for _, leaf in registry.touching(named))]
        while waiting:
            signed = audit.demand(waiting.pop())
            waiting += [signed.old] if signed and signed.old else []
        if self.name not in audit.leaves:
            audit.tell(LACK, "lineage.not_told", self.name, "what changed before the calculation is not told")
            return
        place = audit.leaves[self.name]["registry"]["size"]
        late = [(at, leaf["old"]) for at, leaf in changes] + [
            (at, name) for at, name in self.made if name not in {leaf["by"] for _, leaf in changes}
            and name in audit.statements and overlap(audit.statements[name].said["period"], self.said["period"])]
        for at, name in [(at, name) for at, name in late if at >= self.size]:
            code = "calculation.outdated" if at < place else "calculation.stale"
            audit.tell(BAD if at < place else NOTE, code, name, f"leaf {at} changed what the figure rests on")

    def _check_delivery(self, name: str, entry: str) -> None:
        audit, said, made = self.audit, self.audit.statements[name].said, self.audit.statements[entry]
        audit.must(said["issuer"] == made.issuer, "delivery.issuer", name, "another issuer's goods")
        if "inventory" in made.sections:
            line = next((row for row in made.sections["inventory"]["outputs"] if row["line"] == said["line"]), None)
            if audit.must(line, "delivery.line", name, f"entry {entry} has no line {said['line']}") and line:
                same = (line["product"], line["unit"]) == (said["product"], said["unit"])
                audit.must(same, "delivery.product", name, "another product or unit than the line's")

    def _check_citations(self, entry: Signed) -> None:
        must, sources = self.audit.must, self.graph.sources
        rows = entry.inventory["inputs"] + entry.inventory["avoided"]
        for row in [row for row in rows if row.get("delivery") in sources]:
            name = sources[row["delivery"]][0]
            said = self.audit.statements[name].said
            must(said["recipient"] == entry.issuer, "delivery.recipient", name, "cited by another than its recipient")
            must(said["unit"] == row["unit"], "delivery.unit", name, "cited in another unit")
            may = "type" in row or said["use"] == "representative"
            must(may, "avoided.physical", name, "an avoided line on a physical delivery")
            late = entry.said["period"]["start"] >= said.get("valid_until", "9")
            must(not late, "delivery.expired", name, "cited by a period that starts after its last day")

    def _check_balances(self, graph: Graph) -> None:
        delivered, drawn = defaultdict[Any, Fraction](Fraction), defaultdict[str, Fraction](Fraction)
        for name, entry in {*graph.sources.values()}:
            said = self.audit.statements[name].said
            delivered[entry, said["line"]] += Fraction(said.get("amount", "0"))
        for node in graph.suppliers:
            for row in self.audit.statements[node].inventory["inputs"]:
                if row.get("delivery") in graph.sources:
                    drawn[graph.sources[row["delivery"]][0]] += Fraction(row["amount"])
        for name, amount in drawn.items():
            most = Fraction(self.audit.statements[name].said.get("amount", amount))
            self.audit.must(amount <= most, "balance.drawn_above_delivery", name, "drawn on beyond itself")
        for (entry, line), amount in delivered.items():
            outputs = self.audit.statements[entry].inventory["outputs"]
            most = next((Fraction(row["amount"]) for row in outputs if row["line"] == line), amount)
            self.audit.must(amount <= most, "balance.delivered_above_output", entry, f"line {line} delivered too much")

    def _check_twins(self) -> None:
        groups = defaultdict[Any, list[Signed]](list)
        for entry in self.audit.statements.values():
            if entry.kind == "entry" and "inventory" in entry.sections and self.graph.newest(entry.id) == entry.id:
                for row in entry.sections["inventory"]["outputs"]:
                    groups[entry.site, entry.said["process"], row["product"]].append(entry)
        for one, other in (pair for group in groups.values() for pair in combinations(group, 2)):
            lots = one.said.get("lot"), other.said.get("lot")
            same = lots[0] == lots[1] if None not in lots else overlap(one.said["period"], other.said["period"])
            same = same and self.audit.first(one.id) != self.audit.first(other.id)
            self.audit.must(not same, "entry.twin", max(one.id, other.id), "two entries state the same goods")

    def _check_site_balances(self) -> None:
        """Live balances list entries of their site and span, with what these take in, and balance nothing twice."""
        audit, registry, seen = self.audit, self.audit.registry or Registry([]), list[Any]()
        gone = {leaf["old"] for _, leaf in registry.changes}
        for balance in [row for row in audit.statements.values() if row.kind == "site_balance" and row.id not in gone]:
            span = balance.said["period"]
            for row in balance.sections["balance"]["rows"] if audit.is_shown(balance) else ():
                thing = row.get("flow"), row.get("product"), row["unit"]
                twin = any(key == (balance.site, thing) and overlap(span, other) for key, other in seen)
                audit.must(not twin, "site_balance.twin", balance.id, "another balance of the same thing and days")
                seen.append(((balance.site, thing), span))
                for share in row["entries"]:
                    entry = audit.statements.get(share["entry"])
                    if entry is not None and "inventory" in entry.sections:
                        self._check_share(balance, entry, thing, Fraction(share["amount"]))

    def _check_share(self, balance: Signed, entry: Signed, thing: Thing, amount: Fraction) -> None:
        period, span = entry.said["period"], balance.said["period"]
        inside = span["start"] <= period["start"] and period["end"] <= span["end"]
        same = not inside or amount == sum(self._intake(entry, thing))
        name, must = balance.id, self.audit.must
        if must(entry.site == balance.site, "site_balance.entry", name, "it lists another site's entry"):
            must(inside, "site_balance.period", name, "it lists an entry beyond its span")
            must(same, "site_balance.differs", name, f"it lists another amount than {entry.id} takes in")

    def _intake(self, entry: Signed, thing: Thing) -> list[Fraction]:
        found = []
        for row in entry.inventory["inputs"]:
            delivery = self.audit.statements.get(row.get("delivery", ""))
            product = delivery.said.get("product") if delivery else row.get("product")
            if (row.get("flow"), product, row["unit"]) == thing:
                found.append(Fraction(row["amount"]))
        return found

    def _read_method(self) -> tuple[Json, list[Json]] | None:
        """The rulebook and factor sets, accepted by the policy and in hand; None where a part of them is not."""
        audit, documents, sets = self.audit, list[Json](), self.said["factor_sets"]
        for kind, name in methods_of(self.calculation):
            if name not in audit.blobs:
                audit.tell(LACK, "blob.missing", name, f"the {kind} is not in the bundle; bring your own copy")
                continue
            with suppress(Refusal):
                document = parse_json(audit.blobs[name], 1 << 30)
                needed = {"characterization", "functional_units"} if kind == "rulebook" else {"rows", "licence"}
                if type(document) is dict and needed <= document.keys():
                    documents.append(document)
                    continue
            audit.tell(BAD, "blob.invalid", name, f"named as {kind}, and yet none")
        if len(documents) <= len(sets):
            return None
        inputs = [row for node in self.graph.order for row in audit.statements[node].inventory["inputs"]]
        for row in [row for row in inputs if row["type"] == "external"]:
            audit.tell(LACK, "external.not_read", row["file"], "its row is counted, and the file is not read here")
        rules = documents[0]
        strange = {*rules} - RULEBOOK | {*rules.get("circular_footprint", ())} - FORMULA
        for part in [*rules["unknown"], *sorted(strange)]:
            audit.tell(LACK, "rulebook.unknown_parts", self.said["rulebook"], f"cannot be computed: {part:.80}")
        if "filling" in self.said:
            audit.tell(LACK, "filling.not_supported", self.name, "it fills gaps, which is not supported here")
        return None if rules["unknown"] or strange or "filling" in self.said else (rules, documents[1:])

    def _check_declarable(self, rules: Json) -> None:
        audit, known = self.audit, {self.audit.statements[node].said["process"] for node in self.graph.suppliers}
        if self.subject.kind == "declaration":
            may = rules["declarable"] != "no"
            audit.must(may, "declaration.rulebook", self.subject.id, "under its rulebook nothing is declared")
            own = self.graph.problems or {row["process"] for row in rules["company_specific"]} <= known
            audit.must(own or rules["declarable"] != "article_7", "declaration.company_specific", self.subject.id,
                         "processes of which the law demands own data have no entry")

    def _check_told(self, figures: Figures) -> None:
        """What a supplier told its customer is the figure, where it was told under the same method and state."""
        audit, registry, touched = self.audit, self.audit.registry or Registry([]), dict[str, int]()
        own = {self.graph.newest(leaf["by"]): at for at, leaf in registry.changes if at < self.size}
        for node in self.graph.order:
            sources = [self.graph.sources[name] for name in audit.statements[node].cited if name in self.graph.sources]
            before = [max(own.get(name, -1), touched[entry]) for name, entry in sources]
            touched[node] = max([own.get(node, -1), *before])
        for name, entry in sorted({*self.graph.sources.values()}):
            said, line = audit.statements[name].said, figures.lines.get((entry, audit.statements[name].said["line"]))
            told, last = said.get("figure"), touched.get(entry, -1)
            if told is None:
                continue
            held = audit.must(registry.holds(told["registry"]), "state.unknown", name, "told of a state that never was")
            place = audit.leaves[name]["registry"]["size"] if held and name in audit.leaves else 0
            held &= audit.must(not told["registry"]["size"] <= last < place, "figure.outdated", name, "overtaken")
            same = (told["rulebook"], told["factor_sets"]) == (self.said["rulebook"], self.said["factor_sets"])
            if not held or line is None or not same or last >= told["registry"]["size"]:
                parts = [Fraction(cell["value"]) for cell in told["cells"]]
                adds = may_total(Fraction(told["total"]), parts)
                audit.must(adds, "figure.total", name, "its total is not what its cells come to, however rounded")
                audit.tell(NOTE, "figure.not_compared", name, "told under another method or state")
                continue
            total = spelled(rounded(total_of(line), 4))
            right = written({key: rounded(kg, 4) for key, kg in line.items()}), total
            audit.must((told["cells"], told["total"]) == right, "delivery.figure", name, "not what the line comes to")

    def _check_composition(self, rules: Json) -> None:
        """What is counted: product lines whole, no line twice, all that was made, what the rulebook requires."""
        audit, said, must, graph = self.audit, self.said, self.audit.must, self.graph
        products = {entry.id for row, entry, _ in self.parts if row["role"] == "product"}
        held, seen = set[str]().union(*map(graph.upstream, products)), set[tuple[str, str]]()
        batteries, mass = 0, Fraction(0)
        for row, entry, delivery in self.parts:
            line = next((line for line in entry.inventory["outputs"] if line["line"] == row["line"]), {})
            same = line and (delivery is None or delivery.said["line"] == row["line"])
            must(same, "composition.line", entry.id, "a line that the entry or delivery does not have")
            must(line.get("unit", row["unit"]) == row["unit"], "composition.unit", entry.id, "not the line's unit")
            if row["role"] == "product":
                self._check_product(row, entry, line)
                told = [part for part in entry.sections["product"]["lines"] if part["line"] == row["line"]]
                mass += sum(Fraction(part.get("kg_per_unit", "0")) for part in told) * Fraction(line.get("amount", "0"))
                batteries += line.get("batteries", 0)
            else:
                self._check_other(entry, delivery)
            twice = products & (graph.upstream(entry.id) - {entry.id}) or (entry.id, row["line"]) in seen
            twice = twice or (row["role"] != "product" and entry.id in held)
            must(not twice, "composition.counted_twice", entry.id, "a product line holds it already")
            seen.add((entry.id, row["line"]))
        counted = f"the product lines state {batteries}"
        must(batteries == said["batteries"], "calculation.batteries", said["model"], counted)
        self._check_required(rules, mass)
        used = products | set(map(graph.newest, self.exclusions))
        for newest in {graph.newest(name) for at, name in self.made if at < self.size} - used - {None}:
            left = newest in audit.statements and overlap(audit.statements[newest].said["period"], said["period"])
            must(not left, "composition.made_left_out", newest, "it made the product, and is neither used nor excluded")
        for name in [name for name in self.exclusions if name in audit.statements]:
            made = audit.statements[name].made == self.calculation.made
            must(made, "composition.exclusion", name, "it is left out, and never made this product")

    def _check_required(self, rules: Json, mass: Fraction) -> None:
        must = self.audit.must
        for row, entry, _ in self.parts:
            treated = row["role"] != "end_of_life" or (row["unit"] == "kg" and Fraction(row["amount"]) == mass)
            must(treated, "composition.end_of_life_amount", entry.id, "not the mass of the product lines")
        for role in rules["required_roles"]:
            met = any(row["role"] == role for row in self.rows)
            must(met, "composition.role_missing", role, "the rulebook requires it")

    def _check_product(self, row: Json, entry: Signed, line: Json) -> None:
        must, inside = self.audit.must, overlap(entry.said["period"], self.said["period"])
        must(entry.made == self.calculation.made, "composition.product", entry.id, "not of this model and site")
        must(inside, "composition.period", entry.id, "its period lies outside the calculation's")
        must(not line or "batteries" in line, "composition.product", entry.id, "a line that counts no batteries")
        whole = line.get("amount", row["amount"]) == row["amount"]
        must(whole, "composition.amount", entry.id, "it is not counted whole")

    def _check_other(self, entry: Signed, delivery: Signed | None) -> None:
        must, said = self.audit.must, self.said
        if delivery is None:
            own = entry.issuer == said["issuer"]
            must(own, "composition.foreign", entry.id, "another issuer's line is counted by its delivery")
            return
        fits = (delivery.said["use"], delivery.said["recipient"]) == ("representative", said["issuer"])
        must(fits, "composition.delivery", delivery.id, "no representative delivery to the manufacturer")
        late = fits and delivery.said["valid_until"] <= said["period"]["start"]
        must(not late, "delivery.expired", delivery.id, "its last day is before the period")

    def _energy(self, rules: Json) -> Json:
        """kWh of one battery over its life, as an exact ratio."""
        said = self.said
        unit = next((row for row in rules["functional_units"] if row["category"] == said["category"]), None)
        if unit is None:
            raise Refusal("functional_unit.category", "a category that the rulebook does not define")
        if unit["service_life"] == "declared_cycle_life":
            if "cycle_life" not in said:
                raise Refusal("functional_unit.cycle_life", "no declared cycle life")
            life = Fraction(said["cycle_life"]), Fraction(1)
        else:
            rows = [row for row in unit["cycles_per_year"] if row["vehicle_category"] == said.get("vehicle_category")]
            if not rows:
                raise Refusal("functional_unit.vehicle_category", "a vehicle that the rulebook does not define")
            years, divisor = self._years(rules.get("warranty"), Fraction(rows[0]["km_per_year"]["value"]))
            life = Fraction(rows[0]["cycles"]["value"]) * years, divisor
        ratio = Fraction(said["capacity_kwh"]) * life[0], life[1]
        texts = [spelled(part) for part in ratio]
        if not all(re.fullmatch(GRAMMAR["amount"], text) for text in texts):
            raise Refusal("functional_unit.too_long", "a total energy of too many digits")
        return dict(zip(("numerator", "denominator"), texts, strict=True))

    def _years(self, rule: Json, km_per_year: Fraction) -> tuple[Fraction, Fraction]:
        """Of the warranties that qualify, the one that ends first, as a ratio that need not divide."""
        least, limits = Fraction(rule["least_remaining_energy"]["value"] if rule else 0), []
        for one in self.said["warranties"]:
            if Fraction(one.get("remaining_energy", least)) >= least:
                limits.append((Fraction(one["years"]), Fraction(1)))
                limits += [(Fraction(one["km"]), km_per_year)] if "km" in one else []
        if not limits and rule is None:
            raise Refusal("functional_unit.warranty", "no warranty that qualifies")
        limits = limits or [(Fraction(rule["default_years"]["value"]), Fraction(1))]
        return min(limits, key=lambda limit: limit[0] / limit[1])

    def _declared(self, rules: Json, figures: Figures) -> Cells | None:
        """What the rows of the composition come to, before the one division; None where a row has no figure."""
        formula, sums = rules.get("circular_footprint"), defaultdict[Key, Fraction](Fraction)
        for row, entry, _ in self.parts:
            if (entry.id, row["line"]) not in figures.lines:
                self.audit.tell(LACK, "figure.not_told", entry.id, "a row that has no figure here")
                return None
            amount = counted = Fraction(row["amount"])
            if formula is not None and row["role"] == "end_of_life":
                counted = amount * Fraction(formula["collection_rate"]["value"])
                sums[UNCOLLECTED] += (amount - counted) * Fraction(formula["ed"]["value"])
            for key, kg in figures.lines[entry.id, row["line"]].items():
                sums[key] += kg * counted
        return sums

    def _check_figure(self, rules: Json, figures: Figures, *, whole: bool) -> None:
        """Every derived field once more; each is held against what it rests on as stated."""
        said, must, name = self.said, self.audit.must, self.name
        if len(self.parts) < len(self.rows):
            self.audit.tell(LACK, "figure.not_told", name, "a row could not be resolved")
            return
        true, sums = self._energy(rules), self._declared(rules, figures)
        if sums is None:
            return
        must(said["total_energy"] == true, "calculation.total_energy", name, f"it is {canonical(true).decode()}")
        stated, right = (Fraction(each["numerator"]) / Fraction(each["denominator"])
                         for each in (said["total_energy"], true))
        lines = [line for row, entry, _ in self.parts if row["role"] == "product"
                 for line in entry.inventory["outputs"] if line["line"] == row["line"]]
        batteries = sum(line.get("batteries", 0) for line in lines) or said["batteries"]
        self.audit.total = spelled(total_of({key: rounded(kg / right / batteries) for key, kg in sums.items()}))
        cells = {key: rounded(kg / stated / said["batteries"]) for key, kg in sums.items()}
        must(said["cells"] == written(cells), "calculation.cells", name, "other cells than the recomputed ones")
        rows = enumerate(said["cells"])
        told = {(row["stage"], str(at), "", ""): Fraction(row["value"]) for at, row in rows}
        totals = [spelled(total_of(part)) for part in (cells, told)]
        must(said["total"] in totals, "calculation.total", name, f"the total comes to {totals[0]}")
        stages = [[{"stage": stage, "value": spelled(total_of(part, stage))} for stage in STAGES]
                  for part in (cells, told)]
        must(said["stages"] in stages, "calculation.stages", name, "stages that are not the sums of their cells")
        for stage in rules["required_stages"] if whole else ():
            met = [row for row in self.rows if row["role"] == stage] or any(
                kg for key, kg in cells.items() if key[0] == stage)
            must(met, "composition.stage_missing", stage, "the rulebook requires it, and nothing is filed there")

# The command, as policy.md and verification.md say -----------------------------
def parse_policy(data: bytes) -> Json:
    """The policy in a TOML file."""
    policy = parse_json(canonical(tomllib.loads(data.decode())), 1 << 20, "policy")
    for log in ("entries", "registry"):
        parse_vkey(policy["logs"][log], 1, re.escape(f"{policy['origin']}/{log}"))
    keys = [parse_vkey(row["vkey"], 4)[1] for row in policy.get("witnesses", ())]
    if len({*keys}) < len(keys) or policy["quorum"] > len({row["group"] for row in policy.get("witnesses", ())}):
        raise Refusal("policy.quorum", "a witness listed twice, or a quorum that the groups cannot reach")
    return policy

def main(arguments: list[str]) -> int:
    """Reads two files, prints findings and a verdict; the exit status."""
    parser = argparse.ArgumentParser(description="A second verifier of Cradle bundles.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--policy", type=Path, required=True)
    parser.add_argument("--with", dest="own", type=Path, action="append", default=[])
    try:
        options = parser.parse_args(arguments)
        policy, data = parse_policy(options.policy.read_bytes()), options.bundle.read_bytes()
        audit = Audit(policy, [canonical(json.loads(path.read_bytes())) for path in options.own])
    except SystemExit as stop:
        return 3 if stop.code else 0
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"policy or usage: {error}")
        return 3
    audit.run(data)
    for level, code, subject, text in sorted(audit.found):
        print(f"{('note', 'contradiction', 'missing')[level]}  {code}  {subject}  {text}.")
    if policy["quorum"] == 0:
        print("note  witness.none_required  policy  nobody but the operator vouches for the logs.")
    verdict = ("verified", "contradicted", "incomplete")[audit.exit_code]
    print(f"{verdict}; recomputed: {audit.total or 'not told'} kg CO2e per kWh")
    return audit.exit_code

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
