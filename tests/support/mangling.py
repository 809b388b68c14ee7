"""Unexpected bytes for readers: sound files with parts flipped, cut, doubled, swapped, or expanded."""

from collections.abc import Callable, Mapping
from random import Random

from support.golden.reading import load
from support.sheets import csv_text, saved, workbook
from support.signed_battery import honest
from support.verdicts import judge

from ledger.audit.bundle.container import pack
from ledger.exchange.spreadsheet.check import check_spreadsheet
from ledger.trust.add_checkpoint import parse_add_checkpoint
from ledger.trust.canonical import parse_canonical
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.envelope import PAYLOAD_LIMIT, parse_envelope
from ledger.trust.leaves import read_model
from ledger.trust.multiproof import parse_multiproof
from ledger.trust.note import parse_note
from ledger.trust.tiles import format_bundle, parse_bundle
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.errors import CradleError
from schemas.signed.statement import Section

Reader = Callable[[bytes], object]

SECTION_LIMIT = 2**20

INTERESTING = (
    b"",
    b"0",
    b"-",
    b"\x00",
    b"\xff",
    b"[" * 2000,
    b'{"a":' * 500,
    b"9" * 400,
    b"\n" * 50,
)


def _checkpoint(data: bytes) -> object:
    return parse_checkpoint(parse_note(data).text)


def _request(data: bytes) -> object:
    return parse_note(parse_add_checkpoint(data).checkpoint)


def _bundle(data: bytes) -> object:
    report = judge(data)
    assert report.verdict != "verified"
    return report


def _spreadsheet(name: str) -> Reader:
    """A reader of spreadsheets, whose refusals are the report's errors."""

    def read(data: bytes) -> object:
        report = check_spreadsheet(data, name).report
        if not report.accepted:
            raise CradleError(report.problems[0].code, report.problems[0].message)
        return report

    return read


def targets() -> Mapping[str, tuple[Reader, bytes]]:
    """Each reader, and a sound input of it."""
    logs, witness = load("logs"), load("witness")
    entry = load("entry")["vectors"][0]
    section = entry["sections"][0]["document"].encode()
    return {
        "note": (parse_note, logs["entries"]["checkpoint"].encode()),
        "checkpoint": (_checkpoint, logs["registry"]["checkpoint"].encode()),
        "proof": (parse_tlog_proof, logs["receipt"]["proof"].encode()),
        "proof of leaves": (parse_multiproof, logs["proof"].encode()),
        "envelope": (parse_envelope, entry["envelope"].encode()),
        "payload": (lambda data: parse_canonical(data, PAYLOAD_LIMIT), entry["payload"].encode()),
        "section": (lambda data: read_model(data, Section, SECTION_LIMIT), section),
        "add-checkpoint": (_request, witness["request"].encode()),
        "entry bundle": (parse_bundle, format_bundle([b"leaf", b"", b"x" * 300])),
        "workbook": (_spreadsheet("a.xlsx"), saved(workbook())),
        "csv": (_spreadsheet("a.csv"), csv_text("zh").encode("gb18030")),
        "audit bundle": (_bundle, pack(honest().ledger.files())),
    }


def mangled(data: bytes, random: Random) -> bytes:
    """The bytes with one to four changes."""
    for _ in range(random.randint(1, 4)):
        at, end = sorted(random.choices(range(len(data) + 1), k=2))
        end = min(end, at + random.choice((1, 2, 16, 4096)))
        part = data[at:end]
        new = random.choice(
            (
                bytes(byte ^ 1 << random.randrange(8) for byte in part[:1]) + part[1:],
                part * random.choice((0, 2, 3)),
                random.choice(INTERESTING),
                random.randbytes(random.randint(1, 8)),
                part[::-1],
            )
        )
        data = data[:at] + new + data[end:]
    return data


def feed(reader: Reader, data: bytes) -> str | None:
    """The code of a reader's refusal of the bytes, None if it accepts them; other errors are raised."""
    try:
        reader(data)
    except CradleError as refused:
        return refused.code
    return None
