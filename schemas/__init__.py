"""The data models of Cradle, as frozen models: what is signed, what is exchanged, and what a reader is shown."""
