"""How people write what a cell holds: amounts, days, times."""
