"""Record linkage: which records are one client and one household. It sees tokens, and no key.

An identity is turned into features (`features`), each feature is keyed by whoever reads the source,
and `link` works out on those tokens alone who is who. See docs/decisions/0011-linking-model.md.
"""
