"""The routers, one for each subject; a handler turns a request into one call of the library."""
