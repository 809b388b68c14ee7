"""The manufacturer's workspace: its products, the data that it asks for, calculating, declaring, and what is stale or due."""
