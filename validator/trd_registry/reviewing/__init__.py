"""Reviews a pull request from two checkouts: what it changes, whether it may, and what the changed definitions do."""
