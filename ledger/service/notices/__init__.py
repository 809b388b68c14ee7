"""Notices: what concerns an organisation, shown on its pages and sent to the addresses that it chose."""
