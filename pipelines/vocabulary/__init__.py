"""What terms mean: the lexicon, and what a run takes from it."""
