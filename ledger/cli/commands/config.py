"""`cradle config`: the settings that are in force, and where each comes from."""

from ledger.cli.terminal.options import AsCsv, AsJson


def command(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Show the settings and your own names, each with its source.

    A setting is the default of an option: --ledger, --identity, --rulebook, --factor-set. It comes from the option's
    environment variable, else from cradle.toml in the current folder, else from ~/.config/cradle/config.toml. Only the
    last may set the identity and names.

    Example: cradle config
    """
    from ledger.cli.backend.config import VARIABLES, own_names, settings
    from ledger.cli.terminal.options import DEFAULT_IDENTITY, DEFAULT_LEDGER
    from ledger.cli.terminal.page import show_report
    from ledger.documents.page import listing

    found, names = settings(), own_names()
    built_in = {"ledger": str(DEFAULT_LEDGER), "identity": str(DEFAULT_IDENTITY)}
    rows = [
        {"setting": key, "value": found[key].value, "source": found[key].source}
        if key in found
        else {"setting": key, "value": built_in.get(key), "source": "default"}
        for key in VARIABLES
    ]
    rows += [
        {"setting": f"[names] {name}", "value": row.value, "source": row.source}
        for name, row in names.items()
    ]
    layout = listing(
        "Settings",
        ("setting", "value", "from"),
        lambda row: (row["setting"], _words(row["value"]), row["source"]),
    )
    show_report(rows, layout, as_json=as_json, as_csv=as_csv)


def _words(value: str | tuple[str, ...] | None) -> str:
    return "none" if value is None else value if isinstance(value, str) else ", ".join(value)
