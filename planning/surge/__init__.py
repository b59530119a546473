"""The surge of meetings that a go-live brings: its size, and where each meeting goes."""
