"""The PACT 3 door, `/3`: footprints for partners, events from them, in the words of that standard."""
