"""The interpreter: runs a rule tree on a history and keeps a trace. Standard library and ``model`` alone."""
