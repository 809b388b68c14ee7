"""One router a subject; a handler turns a request into one call of the machinery."""
