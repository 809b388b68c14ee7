"""Who is at the door: tokens, sessions, keys, and how often one may knock."""
