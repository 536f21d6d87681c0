"""Messages between organisations (kinds ijw, iwmo and corv)."""
