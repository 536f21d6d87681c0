"""Who a record is about: pseudonyms, sealed tokens, and the key behind both."""
