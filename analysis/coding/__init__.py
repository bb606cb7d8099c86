"""What people coded by hand becomes `codings`, and is compared with what the patterns found.

- `read` reads `coding.csv` and checks it against the sentences (`read_codings`).
- `coded_shares` adds what a reader coded to the shares of themes.
- `precision` counts where patterns and reader agree, and lists where they do not.
"""
