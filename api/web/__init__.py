"""Pages for browsers: the API's documentation and the invitation form."""
