"""The picture of an episode: trials over time, and which definitions count which trial."""
