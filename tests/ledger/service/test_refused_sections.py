"""Malformed sections and wrong signatures: each refused by code and place, the logs unchanged."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.altering import altered, resealed, rewritten, section_of, spelled
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made

from ledger.state.drafting import Draft, sign_draft
from ledger.trust.leaves import digest
from ledger.trust.submission import Submission
from schemas.signed.entry import Site
from schemas.signed.kinds import MAX_SECTION
from schemas.signed.quality import Quality

Edit = Callable[[dict[str, Any]], object]


def sound(chain: BatteryChain) -> Draft:
    """A sound entry at a site of its own, which the cases below spoil."""
    site = Site(code="mine-2", country="SE")
    return chain.world.entry(chain.mine, [made(chain.mine)], inputs=[power("5")], site=site)


def output(**fields: object) -> Edit:
    """The first output, changed."""
    return lambda value: value["outputs"][0].update(fields)


def row(**fields: object) -> Edit:
    """The first input, changed."""
    return lambda value: value["inputs"][0].update(fields)


def second(**fields: object) -> Edit:
    """A second output like the first, changed."""
    return lambda value: value["outputs"].append({**value["outputs"][0], "line": "z", **fields})


AMOUNT = "inventory.outputs[0].amount"
INVENTORIES = {
    "exponent": (output(amount="1e5"), "quantity.positive", AMOUNT),
    "a JSON float": (output(amount=5.5), "json.float", "inventory.value.outputs[0].amount"),
    "2^53 batteries": (
        output(batteries=2**53),
        "json.integer",
        "inventory.value.outputs[0].batteries",
    ),
    "two main lines": (second(product="urn:z"), "inventory.main", "inventory"),
    "unknown input": (row(type="magic"), "schema.union_tag_invalid", "inventory.inputs[0]"),
    "list left out": (lambda value: value.pop("wastes"), "section.form", "inventory"),
}


@pytest.mark.parametrize(("edit", "code", "place"), INVENTORIES.values(), ids=INVENTORIES)
def test_inventory_refused(shared: BatteryChain, edit: Edit, code: str, place: str) -> None:
    """An inventory that no model would write is refused at its field, however it is sealed."""
    submission = resealed(sound(shared), "inventory", edit, shared.mine.working)
    shared.world.refuses(submission, code, place)


def test_minus_zero_is_no_share(shared: BatteryChain) -> None:
    """A share of "-0" is refused even where zero is allowed."""
    quality = Quality(company_specific_share="0")
    draft = shared.world.entry(shared.mine, [made(shared.mine)], quality=quality)
    submission = resealed(
        draft,
        "quality",
        lambda value: value.update(company_specific_share="-0"),
        shared.mine.working,
    )
    shared.world.refuses(submission, "quantity.grammar", "quality.company_specific_share")


def signed(
    chain: BatteryChain, sections: Callable[[tuple[bytes, ...]], tuple[bytes, ...]]
) -> Submission:
    """A sound entry, its sections exchanged on the way."""
    draft = sound(chain)
    submission = sign_draft(draft, [chain.mine.working])
    return Submission(submission.envelope, sections(submission.sections))


def test_section_missing(shared: BatteryChain) -> None:
    """All sections that the payload names come with the submission."""
    submission = signed(shared, lambda sections: sections[:1])
    shared.world.refuses(submission, "section.missing", "sections.product")


def test_section_that_nobody_named(shared: BatteryChain) -> None:
    """Nothing comes with a submission that its payload does not name."""
    submission = signed(shared, lambda sections: (*sections, b"{}"))
    shared.world.refuses(submission, "section.unexpected", "sections")


def test_section_changed_after_signing(shared: BatteryChain) -> None:
    """One changed digit in a section gives it another digest, so the one that is named is missing."""
    submission = signed(
        shared, lambda sections: tuple(s.replace(b'"100"', b'"900"') for s in sections)
    )
    shared.world.refuses(submission, "section.missing", "sections.inventory")


def test_one_document_for_two_sections(shared: BatteryChain) -> None:
    """A digest names one section only."""
    draft = sound(shared)
    product = json.loads(draft.payload)["sections"]["product"]
    submission = altered(
        draft,
        lambda payload: payload["sections"].update(inventory=product),
        shared.mine.working,
    )
    shared.world.refuses(submission, "section.unexpected", "sections")


@pytest.mark.parametrize(
    "change", [{"section": "product"}, {"kind": "calculation"}, {"issuer": digest(b"another")}]
)
def test_section_of_another_statement(shared: BatteryChain, change: dict[str, str]) -> None:
    """A section of another name, kind or issuer cannot be taken over."""
    draft = sound(shared)
    document = spelled({**json.loads(section_of(draft, "inventory")), **change})
    submission = rewritten(draft, "inventory", document, shared.mine.working)
    shared.world.refuses(submission, "section.mismatch", "inventory")


@pytest.mark.parametrize(
    ("edit", "code", "place"),
    [
        (lambda data: data.replace(b'"salt"', b'"salt" '), "json.not_canonical", "inventory"),
        (
            lambda data: data.replace(b'"issuer"', b'"kind":"entry","issuer"', 1),
            "json.duplicate_key",
            "inventory",
        ),
        (lambda data: b" " * MAX_SECTION + data, "json.too_large", "inventory"),
        (lambda data: data.replace(b'"salt":"', b'"salt":"0'), "salt.grammar", "inventory.salt"),
    ],
)
def test_section_document_refused(
    shared: BatteryChain, edit: Callable[[bytes], bytes], code: str, place: str
) -> None:
    """A section is canonical JSON within its size, with a salt of 128 bits."""
    draft = sound(shared)
    document = edit(section_of(draft, "inventory"))
    submission = rewritten(draft, "inventory", document, shared.mine.working)
    shared.world.refuses(submission, code, place)
