"""What people coded by hand, and how well the patterns agree with it."""
