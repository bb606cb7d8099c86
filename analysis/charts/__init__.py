"""A finished table becomes a `Chart`: a picture, the numbers in it, a caption and a text.

Kinds of charts: `agreement`, `bars`, `confusions`, `corrected`, `intervals`, `keyness`, `lanes`,
`lengths`, `reading_map`, `reliance`, `tenths`; `grids`, `matrices` and `cross_tables`, all of
`cells`; `network`, which shares `associations` with these; and of `multiples`, `timelines` and
(with `group_rows`) `panels` and `deviation`. They read themes with `families`, write words with
`captions`, draw with `layout`, `wrapping` and `style`, and return a `chart`, whose `facts` list all
it shows. To add a kind, write a function from a table to a `Chart` in a new file, and import it
here.
"""

from analysis.charts.agreement import agreement
from analysis.charts.bars import prevalence
from analysis.charts.confusions import confusions
from analysis.charts.corrected import corrected
from analysis.charts.cross_tables import cross_table
from analysis.charts.deviation import deviation
from analysis.charts.grids import section_heatmap
from analysis.charts.intervals import intervals
from analysis.charts.keyness import keyness
from analysis.charts.lanes import dispersion_plot
from analysis.charts.lengths import sentence_lengths
from analysis.charts.matrices import cooccurrence, sequences
from analysis.charts.network import theme_network
from analysis.charts.panels import shares_by_group
from analysis.charts.reading_map import reading_map
from analysis.charts.reliance import reliance
from analysis.charts.style import style
from analysis.charts.tenths import shares_by_tenth
from analysis.charts.timelines import shares_over_time

__all__ = [
    "agreement",
    "confusions",
    "cooccurrence",
    "corrected",
    "cross_table",
    "deviation",
    "dispersion_plot",
    "intervals",
    "keyness",
    "prevalence",
    "reading_map",
    "reliance",
    "section_heatmap",
    "sentence_lengths",
    "sequences",
    "shares_by_group",
    "shares_by_tenth",
    "shares_over_time",
    "style",
    "theme_network",
]
