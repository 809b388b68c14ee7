"""The auditor's workspace: its cases, each number opened, the verifier at work, findings and sign-off."""
