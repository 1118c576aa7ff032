"""Releases versions: what they are measured against, whether they may be frozen, and the lock that freezes them."""
