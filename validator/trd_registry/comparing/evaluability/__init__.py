"""From which kinds of data a definition can be decided, and which of the facts it asks stand in the way."""
