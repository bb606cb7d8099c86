"""What people coded by hand becomes `codings`, and is compared with what the patterns found.

- `read` reads `coding.csv` and checks it against the sentences (`read_codings`).
- `coded_shares` adds what a reader coded to the shares of themes.
- `precision` counts where patterns and reader agree, and lists where they do not.
- `sampling` draws sentences to be coded by hand (`draw_sample`).
- `corrected_shares` computes shares from all hits and a coded sample together, with
  `regression_estimate`.
"""
