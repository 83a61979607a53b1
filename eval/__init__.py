"""How well the assistant answers: reference questions, metrics, runs, comparison, report and gate.

The last house in the street: it may import everything, and nothing imports it.
"""
