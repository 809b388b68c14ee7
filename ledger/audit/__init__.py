"""The offline verifier: from a bundle to findings and a report, without I/O."""
