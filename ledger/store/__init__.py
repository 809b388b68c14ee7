"""All SQL (tables, queries, migrations), and the ledger's folder with its documents and locks."""
