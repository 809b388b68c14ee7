"""The passphrase of the key files that tests and benchmarks make; `conftest` states it to commands."""

KEY_PASSPHRASE = "a passphrase of the tests"  # noqa: S105 - of keys that a test makes
