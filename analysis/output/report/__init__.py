"""The report: one page that can be sent, in which every mark of a chart leads to its sentences.

`source` says what a report needs of a study. `pictures` reads the charts that the notebooks made,
and `svg` makes them safe to stand in the page. `selections` finds the sentences of every mark, and
`view` decides which sentences the page holds. `texts`, `themes`, `findings` and `about` prepare
what the page says; `page` puts it into the templates, with its style, its script and the `policy`
under which nothing else runs.
"""
