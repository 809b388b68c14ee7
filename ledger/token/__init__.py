"""Private keys that never leave a PKCS #11 token: which one, how it is reached, and what it signs."""
