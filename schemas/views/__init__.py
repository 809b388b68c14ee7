"""What is computed for a reader, and can be computed again: answers, reports, and documents about signed statements.

A monitor signs its report, which belongs here: it is made of the findings of a verification.
"""
