# R's tidytext, with single words only (no globs, no phrases): Rscript tidytext.R SENTENCES PATTERNS
suppressPackageStartupMessages({library(dplyr); library(tidytext)})
paths <- commandArgs(trailingOnly = TRUE)
sentences <- tibble(sentence = readLines(paths[1], encoding = "UTF-8", warn = FALSE))
sentences$number <- seq_len(nrow(sentences))
patterns <- strsplit(readLines(paths[2], encoding = "UTF-8", warn = FALSE), "\t", fixed = TRUE)
patterns <- tibble(word = vapply(patterns, `[`, "", 2))
patterns <- filter(patterns, !grepl(" ", word, fixed = TRUE))
work <- function(rows) {
  unnest_tokens(rows, word, sentence) |> inner_join(patterns, by = "word") |> nrow()
}
first <- system.time(work(head(sentences, 100)))[["elapsed"]]
invisible(gc())
before <- proc.time()
n_rows <- work(sentences)
spent <- proc.time() - before
status <- if (file.exists("/proc/self/status")) readLines("/proc/self/status") else character()
peak <- as.numeric(gsub("\\D", "", grep("^VmHWM", status, value = TRUE))) * 1024 / 1e6
cat(sprintf(
  '{"cpu_s": %.4f, "wall_s": %.4f, "first_s": %.4f, "peak_mb": %s, "n_rows": %d}\n',
  sum(spent[c("user.self", "sys.self", "user.child", "sys.child")]), spent[["elapsed"]], first,
  if (length(peak)) sprintf("%.1f", peak) else "null", n_rows
))
