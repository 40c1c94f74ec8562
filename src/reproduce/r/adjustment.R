# ---- p-values of a family --------------------------------------------------------------------------------------------
# p holds the p-values that were computed above, by the names of their hypotheses.

procedures <- c(holm = "holm", bonferroni = "bonferroni", hochberg = "hochberg", hommel = "hommel", benjamini_hochberg = "BH",
                benjamini_yekutieli = "BY")

compute_adjusted_p_values <- function(p, procedure, shares = NULL, passes = NULL) {
  adjusted <- switch(procedure,
    graphical = along_a_graph(p, shares, matrix(passes, nrow = length(p), byrow = TRUE)),
    fixed_sequence = cummax(p),
    p.adjust(p, procedures[[procedure]]))
  setNames(adjusted, join(names(p), "p_value"))
}

# Bretz, Maurer, Brannath and Posch (2009, Stat Med 28:586, algorithm 2): a rejected hypothesis passes its share of the level on.
along_a_graph <- function(p, shares, passes) {
  adjusted <- ifelse(is.na(p), NA, 1); open <- rep(TRUE, length(p)); largest <- 0
  repeat {
    level <- ifelse(open & shares > 0, p / shares, NA)
    if (all(is.na(level))) return(adjusted)
    j <- which.min(level)
    largest <- min(1, max(largest, level[[j]])); adjusted[j] <- largest
    open[j] <- FALSE
    before <- passes; left <- which(open)
    for (i in left) {
      shares[i] <- shares[i] + shares[j] * before[j, i]
      for (k in setdiff(left, i)) {
        back <- before[i, j] * before[j, i]
        passes[i, k] <- if (back < 1) (before[i, k] + before[i, j] * before[j, k]) / (1 - back) else 0
      }
    }
    shares[j] <- 0
  }
}
