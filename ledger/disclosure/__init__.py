"""What an answer may disclose: who asks, by which method, and in which words it is refused.

An answer is drawn from rows that its reader may not see. Each question about them passes through here, so that one
definition says what may be asked (`methods`), and what a refusal names (`refusals`).
"""
