"""Starts new definitions: from a template, or from another definition."""
