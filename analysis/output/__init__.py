"""Tables, charts and notebooks become files."""
