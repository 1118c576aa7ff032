"""Facts about a definition that are derived from its rules, so that they are never typed twice."""
