"""What is signed, logged, or named in a signature by its digest, and what a verifier reads beside it, for decades."""
