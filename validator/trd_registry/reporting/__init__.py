"""Writes results, definitions and histories for people and for programs."""
