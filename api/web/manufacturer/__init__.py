"""The manufacturer's workspace: products, data that it asks for, calculating, declaring, what is stale or due."""
