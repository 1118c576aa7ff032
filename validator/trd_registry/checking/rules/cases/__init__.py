"""Worked cases: there, right, readable and enough."""
