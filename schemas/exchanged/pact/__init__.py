"""The documents of PACT's data exchange protocol 3.0.3, as Cradle writes them."""
