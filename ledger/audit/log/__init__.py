"""Both logs: checkpoints, inclusion of leaves, the registry, a monitor's report."""
