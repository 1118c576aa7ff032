"""Imports a flat file of dispensed or prescribed drugs."""
