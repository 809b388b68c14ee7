"""The adversary of questions: a chain of secrets, and the channels by which its parties ask."""
