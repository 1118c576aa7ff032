"""Judges many histories at once: rule trees become one SQL statement over two settled tables."""
