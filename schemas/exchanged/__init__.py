"""Files and messages that people and partners write, send or receive, and that are not signed themselves.

Requests, invitations, submissions, scenarios and settings, and the documents of PACT.
"""
