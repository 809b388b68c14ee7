"""One use case a file, the sequencer that appends, and the rules that hold inside its transaction."""
