"""The rules that hold inside the sequencer's transaction, one file for each kind of statement."""
