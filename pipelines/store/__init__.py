"""The store: its tables and ledger, what a reading adds to them, and the latest run."""
