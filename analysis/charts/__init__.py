"""The charts: one finished table in, one `Chart` out."""

from analysis.charts.charts import (
    cooccurrence,
    cross_table,
    dispersion,
    prevalence,
    section_heatmap,
)
from analysis.charts.panels import shares_by_group, shares_over_time
from analysis.charts.text import reading_map, sentence_lengths

__all__ = [
    "cooccurrence",
    "cross_table",
    "dispersion",
    "prevalence",
    "reading_map",
    "section_heatmap",
    "sentence_lengths",
    "shares_by_group",
    "shares_over_time",
]
