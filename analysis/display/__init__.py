"""Tables and evidence, to be read in a notebook."""
