"""The PACT 3 API at `/3`: footprints for partners and events from them."""
