"""What people coded by hand becomes tables, and figures on how well the patterns agree with them."""
