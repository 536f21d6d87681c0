"""The Zaken API of the ZGW standard (kind zgw)."""
