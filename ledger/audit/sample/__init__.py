"""The auditor's sample: population, quotas, the draw, and the comparison with what an attestation states."""
