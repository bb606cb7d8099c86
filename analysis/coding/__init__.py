"""What people coded by hand becomes `codings`, and is compared with what the patterns found.

- `read` reads `coding.csv` and checks it against the sentences (`read_codings`).
- `coded_shares` adds what a reader coded to the shares of themes.
- `precision` counts where patterns and reader agree, with intervals (`score_interval`), and lists
  where they do not.
- `sampling` draws sentences to be coded by hand (`draw_sample`).
- `corrected_shares` computes shares from all hits and a coded sample together, with
  `regression_estimate`. `coded_sample` says which sentences of a sample are coded.
- `agreement` says how far several coders agree, theme by theme (`agreement`, `agreement_counts`),
  with `sheets` and `unit_counts`; `confusions` counts the themes that they confuse, and
  `differences_of_coders` lists the sentences on which they differ.

`exchange` reads and writes the coded projects of other programs.

The coefficients of agreement are functions of arrays, coders x units, and are imported from here:
`krippendorff_alpha` (in `krippendorff`), `fleiss_kappa`, `scott_pi` and `gwet_ac1` (in
`chance_agreement`), `cohen_kappa` and `cohen_kappa_error` (in `cohen`), and `unitized_alpha` (in
`unitized`), which takes spans. `ratings` checks the arrays.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.coding.chance_agreement import fleiss_kappa, gwet_ac1, scott_pi
    from analysis.coding.cohen import cohen_kappa, cohen_kappa_error
    from analysis.coding.krippendorff import krippendorff_alpha
    from analysis.coding.unitized import unitized_alpha

__all__ = [
    "cohen_kappa",
    "cohen_kappa_error",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "scott_pi",
    "unitized_alpha",
]
_HOMES = {
    "cohen_kappa": "analysis.coding.cohen",
    "cohen_kappa_error": "analysis.coding.cohen",
    "fleiss_kappa": "analysis.coding.chance_agreement",
    "gwet_ac1": "analysis.coding.chance_agreement",
    "krippendorff_alpha": "analysis.coding.krippendorff",
    "scott_pi": "analysis.coding.chance_agreement",
    "unitized_alpha": "analysis.coding.unitized",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
