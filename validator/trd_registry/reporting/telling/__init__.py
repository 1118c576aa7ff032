"""Tells a whole definition: an outline of plain sentences, written as text or as Markdown."""
