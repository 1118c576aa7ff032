"""Synthetic cohorts: made-up persons from documented figures, for trying out definitions and programs."""
