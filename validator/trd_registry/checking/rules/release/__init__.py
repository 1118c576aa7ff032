"""Rules for what may not change any more."""
