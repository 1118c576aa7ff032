"""Many histories at once: reading them from tables, making synthetic ones, judging them together."""
