"""The centre: the event contract and every analysis; knows none of the other packages."""
