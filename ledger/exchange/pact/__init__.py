"""PACT 3: deliveries as product footprints, their evidence, list criteria, events, and footprints of partners."""
