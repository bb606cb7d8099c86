"""The colours of families of themes, in charts and in the report."""

# The colours of seven families of themes. Each has a contrast of at least 3:1 against white. Any
# two of them, and GREY, differ by at least 20 (CIE76) in full colour vision, protanopia and
# deuteranopia (matrices of Machado, Oliveira and Fernandes 2009).
PALETTE = ("#2e67d4", "#dc5616", "#0aa55f", "#b156a6", "#4c1786", "#533804", "#134258")
GREY = "#767676"  # the eighth family and all further ones
