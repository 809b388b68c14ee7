"""The machinery of Cradle: trust, footprint, audit, store, service, exchange and the command line."""
