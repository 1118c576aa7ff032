"""Checks of definitions, cases, vocabularies and histories beyond their shape."""
