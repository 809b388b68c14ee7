"""What runs outside a ledger: a reader of its logs who keeps what was seen and believes nothing."""
