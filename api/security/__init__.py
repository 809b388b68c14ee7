"""Access tokens and quotas."""
