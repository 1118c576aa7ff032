"""Whether an answer depends on how a definition is read: all combinations of options of its readings at once."""
