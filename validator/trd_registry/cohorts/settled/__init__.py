"""From histories to typed tables in which every derived fact is already worked out."""
