"""Who said these bytes, and are they in the log? Pure: no file, socket, clock or random source."""
