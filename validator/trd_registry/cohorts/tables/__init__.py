"""From the tables of a cohort folder to settled tables: whole columns at once where a row can hold no surprise."""
