"""Our own interface, `/v1`: statements in and out, figures, bundles, accounts."""
