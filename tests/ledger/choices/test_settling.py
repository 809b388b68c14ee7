"""An auditor's list of choices: what it names, what it explains, and what would settle nothing."""

import re

import pytest
from support.graph import ident
from support.refusal import refused

from ledger.choices.settling import (
    SETTLING_LIMIT,
    digest_named,
    format_settlements,
    named_choice,
    read_settlements,
    settled_choices,
)
from schemas.views.report import ReportedChoice

PAPER, OTHER = ident("paper"), ident("other paper")
STATEMENT = ident("works")
DIGITS = STATEMENT.removeprefix("sha256:")


def reported(code: str, coordinate: str | None = None, **members: object) -> ReportedChoice:
    """A choice of a report."""
    return ReportedChoice.model_validate(
        {
            "code": code,
            "subject": STATEMENT,
            "coordinate": coordinate,
            "by": ident("firm"),
            "detail": "10 kg of C come out",
            "state": "unevidenced",
            **members,
        },
        strict=False,
    )


CHOICES = (
    reported("mass.element_gap", "C", kg="10", effect="0.01"),
    reported("mass.element_gap", "Ni", kg="3"),
    reported("factor.lower", "inputs/3", evidence=("invoice 7", PAPER)),
    reported("electricity.carrier", "inputs/0"),
    reported("mass.unstated"),
)


def listed(**members: object) -> bytes:
    """A list of one row."""
    lines = [f"{name} = {value}" for name, value in members.items()]
    return "\n".join(["[[settle]]", *lines]).encode()


def row(
    choice: str, depth: str = "documents", evidence: str = f'["{OTHER}"]', **more: str
) -> bytes:
    """A list of one choice."""
    return listed(choice=f'"{choice}"', depth=f'"{depth}"', evidence=evidence, **more)


def settled(data: bytes) -> str:
    """The id of the one choice that a list settles."""
    (found,) = settled_choices(CHOICES, read_settlements(data), digest_named)
    return str(found.id)


def test_an_id_may_be_shortened_while_it_names_one_choice() -> None:
    """The digits of the statement, with or without their algorithm, and the place where there is one of the kind."""
    whole = f"factor.lower/{STATEMENT}/inputs/3"
    for name in (whole, f"factor.lower/{DIGITS[:6]}/inputs/3", f"factor.lower/{DIGITS[:6]}"):
        assert settled(row(name)) == whole
    assert settled(row(f"mass.unstated/{DIGITS}")) == f"mass.unstated/{STATEMENT}"


def test_a_name_of_none_or_of_several_is_refused() -> None:
    """Nothing would be settled, or nobody knows what."""
    with refused("settle.unknown"):
        named_choice(CHOICES, "factor.lower/ffff/inputs/3")
    with refused("settle.unknown"):
        named_choice(CHOICES, f"mass.gap/{DIGITS}")
    with refused("settle.ambiguous"):
        named_choice(CHOICES, f"mass.element_gap/{DIGITS[:8]}")


def test_a_missing_mass_is_explained_whole() -> None:
    """Two substances reach it; less does not, and nothing else takes an explanation."""
    gap = f"mass.element_gap/{DIGITS[:8]}/C"
    explained = '[{ substance = "Coke", kg = "9" }, { substance = "Pitch", kg = "1" }]'
    assert settled(row(gap, explained=explained)).endswith("/C")
    for less in ("[]", '[{ substance = "Coke", kg = "9.9" }]'):
        with refused("settle.explained"):
            settled(row(gap, explained=less))
    with refused("settle.explained"):
        settled(row(gap))
    with refused("settle.explained"):
        settled(row("factor.lower/", explained=explained))


def test_a_kind_that_takes_a_visit_takes_no_document() -> None:
    """The depth is checked before anything is signed."""
    with refused("settle.depth"):
        settled(row(f"electricity.carrier/{DIGITS}"))
    assert settled(row(f"electricity.carrier/{DIGITS}", "site_visit"))


def test_evidence_is_named_or_is_that_of_the_statement() -> None:
    """A digest that the statement names counts; a number of an invoice is not a digest."""
    (found,) = settled_choices(
        CHOICES, read_settlements(row("factor.lower/", evidence="[]")), digest_named
    )
    assert found.evidence == (PAPER,)
    with refused("settle.evidence"):
        settled(row(f"mass.unstated/{DIGITS}", evidence="[]"))
    with refused("settle.evidence"):
        settled(row(f"mass.unstated/{DIGITS}", evidence='["invoice 7"]'))


def test_a_choice_is_listed_once() -> None:
    """Two rows may name it in two ways."""
    with refused("settle.twice"):
        twice = row("mass.unstated/") + b"\n" + row(f"mass.unstated/{DIGITS}")
        settled_choices(CHOICES, read_settlements(twice), digest_named)


@pytest.mark.parametrize(
    "data",
    [b"", b"[[settle", b"\xff", listed(choice='"x"'), row("x", "recomputed"), row("x", more="1")],
    ids=["empty", "syntax", "bytes", "no depth", "depth", "unknown"],
)
def test_a_file_of_another_form_is_refused(data: bytes) -> None:
    """With the place in it."""
    with refused("settle.file"):
        read_settlements(data)


def test_a_list_has_a_longest_form() -> None:
    """So many bytes are read, and one more is refused before it is parsed."""
    data = row("mass.unstated/") + b"\n"
    longest = data + b"#" * (SETTLING_LIMIT - len(data))
    assert settled(longest) == f"mass.unstated/{STATEMENT}"
    with refused("settle.file"):
        read_settlements(longest + b"#")


def test_the_form_lists_what_is_open_and_settles_nothing_as_it_is() -> None:
    """It is all comments; without their marks, and filled in, it is a list."""
    done = reported("time.old", "main", state="settled")
    form = format_settlements([*CHOICES, done])
    assert all(not line or line.startswith("#") for line in form.splitlines())
    assert "time.old" not in form
    with refused("settle.file"):
        read_settlements(form.encode())
    toml = re.sub(r"^# ", "", form, flags=re.MULTILINE)
    filled = toml.replace('substance = ""', 'substance = "Coke"')
    rows = read_settlements(filled.encode())
    assert [found.choice for found in rows] == [str(choice.id) for choice in CHOICES]
    assert rows[0].explained is not None
