"""The store: its tables, its ledger and its keys."""
