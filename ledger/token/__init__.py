"""Private keys on a PKCS #11 token, which never leave it: their URIs, logins and signatures."""
