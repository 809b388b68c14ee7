"""The programs that stand alone, over whole demos from the command line: the same verdict, and the same figures."""

import json
from pathlib import Path

import pytest
from support.command import cradle
from support.second_opinion import FILE, PEERS, alone


@pytest.mark.parametrize("rulebook", ["study-full-substitution-1", "eu-ev-draft-2024", "pef-2021"])
def test_the_demo_has_the_same_verdict_total_and_choices(tmp_path: Path, rulebook: str) -> None:
    """Under full substitution and two readings of the circular formula; its tampered copy is refused."""
    book, told = tmp_path / "out", tmp_path / "demo.json"
    assert cradle("demo", "--dir", book, "--out", told, "--rulebook", rulebook).code == 0
    result = json.loads(told.read_text())
    ran = alone(FILE, result["bundle"], result["policy"])
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.splitlines()[-1].startswith("verified; recomputed: 0.")
    assert result["declaration"]["total"] in ran.stdout
    tampered = alone(FILE, book / "tampered.bundle", result["policy"])
    assert tampered.returncode == 1, tampered.stdout

    named = result["bundle"], "--policy", result["policy"]
    report = json.loads(cradle("verify", *named, "--json").out)
    figure, choices = report["conservative"], report["choices"]
    ran = alone(PEERS / "conservative_alone.py", result["bundle"], result["policy"], "--list")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    first, *rows, total, data, use, between = ran.stdout.splitlines()
    assert first == f"declared total: {report['declared_total']} kg CO2e per kWh"
    assert total.startswith(f"conservative total: {figure['total']} (")
    assert data.startswith(f"by data and modelling: {figure['parts']['data_and_modelling']} (")
    assert use.startswith(f"by method and use: {figure['parts']['method_and_use']} (")
    assert between.startswith(f"interaction: {figure['interaction']} (")
    listed = [(it["code"], it["subject"], it.get("effect", "-"), it["state"]) for it in choices]
    assert [tuple(row.split()) for row in rows] == listed
