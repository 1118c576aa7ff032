"""From settled rule trees to one SQL statement for all of them."""
