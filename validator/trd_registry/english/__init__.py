"""Tells conditions, measures and records in plain English."""
