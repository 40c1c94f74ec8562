# ---- What the planned number of pairs can show -------------------------------------------------------------------------
# It rests on the plan alone: how many pairs, the level of the test, and the options of the test and of the interval.

# McNemar's p-value of so many discordant pairs, b of which go one way.
planned_p <- function(planned, b, discordant) {
  p <- c(pairs = planned$pairs, both = 0, first_only = b, second_only = discordant - b, neither = planned$pairs - discordant)
  do.call(mcnemar_p, c(list(p), planned$test[names(planned$test) != "by"]))
}

# Of so many discordant pairs, the most that may go the other way for the test to be significant; -1 where it never is.
most_against <- function(planned, discordant) {
  significant <- function(b) isTRUE(planned_p(planned, b, discordant) <= planned$alpha)
  b <- -1
  while (2 * (b + 1) <= discordant && significant(b + 1)) b <- b + 1
  b
}

compute_smallest_significant <- function(planned) {
  n <- planned$pairs
  against <- sapply(seq_len(n), most_against, planned = planned)
  some <- which(against >= 0)
  none <- length(some) == 0
  c(planned_pairs = n, least_discordant = if (none) NA else min(some),
    least_difference = if (none) NA else min(some - 2 * against[some]) / n)
}

# Over the number of discordant pairs, which is binomial, and given that over those that go either way.
compute_power <- function(planned, discordant, difference) {
  n <- planned$pairs
  if (n == 0 || abs(difference) > discordant) return(c(power = NA))
  toward <- (discordant + difference) / (2 * discordant)
  given <- sapply(seq_len(n), function(m) {
    b <- most_against(planned, m)
    pbinom(b, m, 1 - toward) + pbinom(b, m, toward)
  })
  c(power = sum(dbinom(seq_len(n), n, discordant) * given))
}

# The mean width over all tables, each by its probability; tables without an interval are left out.
compute_expected_width <- function(planned, discordant, difference, proportion) {
  n <- planned$pairs
  first_only <- (discordant + difference) / 2; second_only <- (discordant - difference) / 2
  cells <- c(proportion - second_only, first_only, second_only, 1 - proportion - first_only)
  if (is.null(planned$interval) || any(cells < -1e-12)) return(c(expected_width = NA))
  cells <- pmax(0, cells)
  tables <- subset(expand.grid(both = 0:n, first_only = 0:n, second_only = 0:n), both + first_only + second_only <= n)
  tables <- cbind(pairs = n, tables, neither = n - rowSums(tables))
  probability <- apply(tables[, -1], 1, dmultinom, prob = cells)
  kept <- probability > 1e-18
  width <- apply(tables[kept, ], 1, function(p) diff(paired_limits(p, planned$interval$interval)))
  known <- !is.na(width)
  c(expected_width = sum((probability[kept] * width)[known]) / sum(probability[kept][known]))
}
