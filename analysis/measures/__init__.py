"""Tables become tables of numbers."""
