"""What Anki's packages hold."""
