"""The sheet of an origin: four sheets in the shape of EMRT, mines for the auditor only, and no formula."""

import io

from openpyxl import load_workbook
from support.graph import ident

from ledger.documents.origin.folding import fold_origin
from ledger.exchange.origin_sheet import DISCLAIMER, HIDDEN, origin_csv, origin_workbook
from schemas.values import Period
from schemas.views.origin import (
    DueDiligenceDocument,
    ElementOrigin,
    Origin,
    OriginClass,
    OriginEntry,
    OriginRefiner,
    OriginShare,
)

DIGEST = "sha256:" + "a0" * 32
MINED = OriginEntry(
    origin=OriginClass.MINED,
    country="CD",
    entry=ident("mine"),
    firm="=cmd()",
    registered="CH",
    kg="3",
)
LOST = OriginEntry(origin=OriginClass.UNKNOWN, entry=ident("trader"), kg="1")
MIXED = OriginEntry(origin=OriginClass.MINED, country="CU", kg="1")
COBALT = ElementOrigin(
    element="Co",
    kg_per_battery="5",
    kg_per_kwh="0.005",
    untraced_kg="0.1",
    shares=(
        OriginShare(origin=OriginClass.MINED, country="CD", kg="3", share="0.6", unconfirmed="3"),
        OriginShare(origin=OriginClass.MINED, country="CU", kg="1", share="0.2"),
        OriginShare(origin=OriginClass.UNKNOWN, kg="1", share="0.2"),
    ),
    refiners=(OriginRefiner(country="CN", entry=ident("salt"), firm="Salt Co"),),
    entries=(MINED, LOST, MIXED),
)
LEAD = ElementOrigin(element="Pb", untraced_kg="0", entries=())
FOUND = Origin(
    document="origin",
    calculation=ident("calculation"),
    model="urn:test:pack",
    period=Period(start="2025-01-01", end="2026-01-01"),
    exact=True,
    note="Mass balance.",
    elements=(COBALT, LEAD),
    due_diligence=1,
    documents=(DueDiligenceDocument(entry=ident("mine"), standard="OECD", document=DIGEST),),
)


def sheets(found: Origin) -> dict[str, list[tuple[object, ...]]]:
    """The cells of each sheet, row by row."""
    book = load_workbook(io.BytesIO(origin_workbook(found)))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_sheets_have_the_shape_and_say_what_they_are_not() -> None:
    """Names and order of EMRT's sheets, and the words that the initiative recognises no modified template."""
    found = sheets(FOUND)
    assert list(found) == ["Declaration", "Smelter List", "Mine List", "Product List"]
    texts = [row[0] for row in found["Declaration"]]
    assert DISCLAIMER in texts
    assert "does not recognise modified templates" in DISCLAIMER
    assert "not working conditions" in DISCLAIMER
    assert ("cobalt", "mined", "CD", "3", "0.6", "3") in found["Declaration"]
    assert ("cobalt", "yes", "5", "0.005", "0.1", None) in found["Declaration"]
    assert ("Pb", "no", "unknown", "unknown", "0", None) in found["Declaration"]
    assert (None, "OECD", DIGEST, ident("mine"), None, None) in found["Declaration"]
    assert found["Product List"][1] == ("urn:test:pack", "2025-01-01 to 2026-01-01")


def test_the_auditor_s_mine_list_names_mines_only() -> None:
    """A mine by country, firm and entry; unknown metal has none; a name that looks like a formula is text."""
    rows = sheets(FOUND)["Mine List"][1:]
    assert rows == [
        ("cobalt", "CD", "=cmd()", None, ident("mine"), "3", "CH"),
        ("cobalt", "CU", None, None, "several entries", "1", "CU"),
    ]


def test_a_customer_s_lists_name_nobody() -> None:
    """The mine list holds a sentence, the smelter list countries."""
    found = sheets(fold_origin(FOUND).model_copy(update={"calculation": None}))
    assert [row[0] for row in found["Mine List"]] == ["Metal", HIDDEN]
    assert found["Smelter List"][1:] == [("cobalt", "CN", None, None, None)]
    assert ("Calculation", "not signed", None, None, None, None) in found["Declaration"]


def test_the_table_has_one_row_a_share() -> None:
    """UTF-8 with a byte-order mark; the country of an unknown origin is empty."""
    lines = origin_csv(FOUND).decode("utf-8-sig").splitlines()
    assert lines == [
        "element,class,country,kg_per_battery,share,unconfirmed_kg",
        "Co,mined,CD,3,0.6,3",
        "Co,mined,CU,1,0.2,0",
        "Co,unknown,,1,0.2,0",
    ]
