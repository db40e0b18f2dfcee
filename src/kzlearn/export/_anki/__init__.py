"""What is Anki's: note types, notes, the package."""
