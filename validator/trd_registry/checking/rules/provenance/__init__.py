"""Where every rule comes from, and how surely it is known."""
