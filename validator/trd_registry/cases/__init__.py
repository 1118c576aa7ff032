"""Worked cases of a definition: reading them, running them, and measuring what they cover."""
