"""Files become `documents`."""
