"""Notices of organisations, where they are sent, and with which result."""
