"""A codebook file becomes a `Codebook`."""
