"""The form of an answer: a JSON object; what is in it, docs/http.md and the schemas of statements say."""

Answer = dict[str, object]
