"""Rules that cannot be meant as they are written."""
