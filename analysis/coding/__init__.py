"""What people coded by hand becomes `codings`, and is compared with what the patterns found.

- `read` reads `coding.csv` and checks it against the sentences (`read_codings`).
- `precision` counts where patterns and reader agree, and lists where they do not.
"""
