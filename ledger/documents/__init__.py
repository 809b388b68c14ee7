"""Our own documents, built from figures and statements: pure values, to be shown as text, JSON or a page."""
