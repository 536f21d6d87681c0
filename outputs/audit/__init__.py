"""What the auditor gets of a run."""
