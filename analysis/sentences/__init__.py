"""Split `documents` into `sentences`."""
