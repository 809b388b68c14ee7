"""Pages as files: HTML, PDF and Markdown, each from the same page."""
