"""Receipts: results that were kept, read back and run again to see whether they still hold."""
