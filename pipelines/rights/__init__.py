"""The rights of people: forgetting, renewing the key, deciding who is who."""
