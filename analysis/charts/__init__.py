"""The charts: one finished table in, one `Chart` out."""

from analysis.charts.bars import prevalence
from analysis.charts.grids import cooccurrence, cross_table, section_heatmap
from analysis.charts.lanes import dispersion_plot
from analysis.charts.lengths import sentence_lengths
from analysis.charts.panels import shares_by_group
from analysis.charts.reading_map import reading_map
from analysis.charts.timelines import shares_over_time

__all__ = [
    "cooccurrence",
    "cross_table",
    "dispersion_plot",
    "prevalence",
    "reading_map",
    "section_heatmap",
    "sentence_lengths",
    "shares_by_group",
    "shares_over_time",
]
