"""Runs a planned statement over settled tables."""
