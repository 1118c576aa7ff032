"""Sets the answers of several definitions side by side."""
