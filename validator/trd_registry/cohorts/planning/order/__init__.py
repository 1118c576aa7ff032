"""Conditions on a trial that look at what came before it and after it, as columns of the trials."""
