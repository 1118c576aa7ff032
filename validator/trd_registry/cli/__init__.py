"""The command ``trd``."""
