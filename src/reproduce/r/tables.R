# ---- Groups by categories --------------------------------------------------------------------------------------------
# The outcome is d$category, or yes and no as d$met.

outcome_of <- function(d) {
  if (is.null(d$category)) factor(d$met, levels = c(1, 0)) else factor(d$category, levels = attr(d, "categories"))
}

compute_frequencies <- function(d, interval) {
  by_group(d, function(own) {
    n <- nrow(own)
    each <- lapply(attr(d, "categories"), function(category) {
      x <- sum(own$category == category)
      named(category, c(patients = x, estimate = if (n > 0) x / n else NA, proportion_limits(x, n, interval)))
    })
    c(n = n, unlist(each))
  })
}

compute_binomial_test <- function(d, null) {
  by_group(d, function(own) c(p_value = if (nrow(own) > 0) binom.test(sum(own$met), nrow(own), null)$p.value else NA))
}

# Groups without patients, and categories that nobody has, are left out.
compute_chi_squared <- function(d, statistic = "pearson", correction = "no") {
  t <- unclass(table(d$group, outcome_of(d)))
  t <- t[rowSums(t) > 0, colSums(t) > 0, drop = FALSE]
  if (min(dim(t)) < 2) return(c(chi_squared = NA, df = NA, p_value = NA, cramer_v = NA))
  plain <- suppressWarnings(chisq.test(t, correct = FALSE))
  chi_squared <- if (statistic == "likelihood_ratio") 2 * sum(ifelse(t == 0, 0, t * log(t / plain$expected))) else
    suppressWarnings(chisq.test(t, correct = correction == "yes"))$statistic
  df <- plain$parameter
  c(chi_squared = unname(chi_squared), df = unname(df), p_value = unname(pchisq(chi_squared, df, lower.tail = FALSE)),
    cramer_v = unname(sqrt(plain$statistic / (sum(t) * (min(dim(t)) - 1)))))
}

# A statistic of one degree of freedom.
one_df <- function(chi_squared) c(chi_squared = chi_squared, df = 1, p_value = pchisq(chi_squared, 1, lower.tail = FALSE))

compute_cochran_armitage <- function(d) {
  t <- two_by_two(d); x <- t$x; n <- t$n
  score <- seq_along(n) - sum(seq_along(n) * n) / sum(n)
  p <- sum(x) / sum(n)
  one_df(sum(score * (x - n * p))^2 / (p * (1 - p) * sum(n * score^2)))
}

# Mantel (1963, J Am Stat Assoc 58:690): (n - 1) r^2.
compute_linear_by_linear <- function(d, scores) {
  group <- as.integer(d$group); category <- as.integer(outcome_of(d))
  if (scores == "midranks") { group <- rank(group); category <- rank(category) }
  one_df((nrow(d) - 1) * cor(group, category)^2)
}

# The odds of the discordant pairs, whose share has the interval of one proportion.
compute_matched_odds_ratio <- function(d, interval) {
  p <- pairs_of(d); b <- p[["first_only"]]; c <- p[["second_only"]]
  limits <- proportion_limits(b, b + c, if (interval == "exact") "clopper_pearson" else interval)
  c(estimate = if (b + c > 0) b / c else NA, limits / (1 - limits), p)
}

# From each category at baseline to each afterwards; the first so many of the categories are known, and of these there are shares.
compute_shift_table <- function(d) {
  categories <- attr(d, "categories"); known <- categories[seq_len(attr(d, "assessed"))]
  by_group(d, function(own) {
    both <- sum(own$from %in% known & own$to %in% known)
    cells <- lapply(categories, function(from) lapply(categories, function(to) {
      x <- sum(own$from == from & own$to == to)
      share <- if (from %in% known && to %in% known) c(proportion = if (both > 0) x / both else NA)
      named(join(from, to), c(patients = x, share))
    }))
    c(n = nrow(own), both_assessed = both, unlist(cells))
  })
}

# The limits of a ratio are those of Simel, Samsa and Matchar (1991).
compute_diagnostic_accuracy <- function(d, interval) {
  by_group(d, function(own) {
    tp <- sum(own$test & own$reference); fp <- sum(own$test & !own$reference)
    fn <- sum(!own$test & own$reference); tn <- sum(!own$test & !own$reference); n <- nrow(own)
    share <- function(name, x, n) {
      setNames(c(if (n > 0) x / n else NA, proportion_limits(x, n, interval)), paste0(name, c("", "_lower", "_upper")))
    }
    ratio_of <- function(name, x, n) {
      estimate <- if (any(n == 0) || all(x == 0)) NA else (x[1] / n[1]) / (x[2] / n[2])
      error <- sqrt(sum(1 / x - 1 / n))
      limits <- if (is.na(estimate) || any(x == 0) || error == 0) no_limits else exp(around(log(estimate), error))
      setNames(c(estimate, limits), paste0(name, c("", "_lower", "_upper")))
    }
    c(n = n, true_positives = tp, false_positives = fp, false_negatives = fn, true_negatives = tn,
      test_undetermined = sum(own$test_undetermined), reference_undetermined = sum(own$reference_undetermined),
      prevalence = if (n > 0) (tp + fn) / n else NA,
      share("sensitivity", tp, tp + fn), share("specificity", tn, tn + fp), share("accuracy", tp + tn, n),
      share("positive_predictive_value", tp, tp + fp), share("negative_predictive_value", tn, tn + fn),
      ratio_of("positive_likelihood_ratio", c(tp, fp), c(tp + fn, fp + tn)),
      ratio_of("negative_likelihood_ratio", c(fn, tn), c(tp + fn, fp + tn)))
  })
}

# ---- Two groups over strata ------------------------------------------------------------------------------------------

# Group by outcome by stratum; a stratum of one patient tells nothing.
strata_of <- function(d) {
  t <- table(d$group, outcome_of(d), d$stratum)
  t[, , apply(t, 3, sum) > 1, drop = FALSE]
}

# Mantel and Haenszel's odds ratio with the variance of Robins, Breslow and Greenland (1986), and their test. The ratio and the
# difference of risks are those of Greenland and Robins (1985, Biometrics 41:55), the latter with Sato's variance (1989).
compute_mantel_haenszel <- function(d, measure = "odds_ratio", form = "asymptotic", correction = "no") {
  strata <- strata_of(d)
  if (form == "exact") return(exact_over_strata(strata))
  test <- mantelhaen.test(strata, correct = correction == "yes", conf.level = level)
  values <- switch(measure,
    odds_ratio = c(estimate = test$estimate[[1]], lower = test$conf.int[1], upper = test$conf.int[2]),
    risk_ratio = common_risk_ratio(strata),
    risk_difference = common_risk_difference(strata))
  c(values, one_df(test$statistic[[1]]))
}

# By stratum: responders and patients of the first group, then of the second.
cells_of <- function(strata) list(x1 = strata[1, 1, ], n1 = strata[1, 1, ] + strata[1, 2, ], x2 = strata[2, 1, ],
                                  n2 = strata[2, 1, ] + strata[2, 2, ], n = apply(strata, 3, sum))

common_risk_ratio <- function(strata) {
  with(cells_of(strata), {
    R <- sum(x1 * n2 / n); S <- sum(x2 * n1 / n)
    error <- sqrt(sum((n1 * n2 * (x1 + x2) - x1 * x2 * n) / n^2) / (R * S))
    c(estimate = R / S, exp(around(log(R / S), error)))
  })
}

common_risk_difference <- function(strata) {
  with(cells_of(strata), {
    weight <- sum(n1 * n2 / n)
    difference <- sum((x1 * n2 - x2 * n1) / n) / weight
    P <- sum((n1^2 * x2 - n2^2 * x1 + n1 * n2 * (n2 - n1) / 2) / n^2)
    Q <- sum((x1 * (n2 - x2) + x2 * (n1 - x1)) / (2 * n))
    c(estimate = difference, around(difference, sqrt(difference * P + Q) / weight))
  })
}

# The responders of the first group over all strata, given the margins of each: a sum of hypergeometric numbers. R finds its odds ratio
# and limits by uniroot with the usual tolerance; here they are found to the last digit.
exact_over_strata <- function(strata) {
  density <- 1; lowest <- 0
  for (s in seq_len(dim(strata)[3])) {
    n <- rowSums(strata[, , s]); m <- sum(strata[, 1, s])
    support <- max(0, m - n[[2]]):min(n[[1]], m)
    own <- dhyper(support, n[[1]], n[[2]], m)
    density <- rowSums(sapply(seq_along(own), function(k) c(rep(0, k - 1), density * own[k], rep(0, length(own) - k))))
    lowest <- lowest + min(support)
  }
  observed <- sum(strata[1, 1, ]); support <- lowest + seq_along(density) - 1
  here <- density[support == observed]
  c(odds_ratio_given(observed, support, log(density)), p_value = sum(density[density <= here * (1 + 1e-7)]))
}

# Landis, Heyman and Koch (1978, Int Stat Rev 46:237): what differs is any cell, the mean score of the groups or of the categories, or
# both scores are correlated. Scores are 1, 2, ….
compute_cochran_mantel_haenszel <- function(d, association = "general") {
  strata <- strata_of(d)
  if (association == "general") {
    test <- mantelhaen.test(strata, correct = FALSE)
    return(c(chi_squared = test$statistic[[1]], df = test$parameter[[1]], p_value = test$p.value))
  }
  contrasts <- function(margin, scores) {
    k <- dim(strata)[margin]; held <- which(apply(strata, margin, sum) > 0)
    if (scores) rbind(seq_len(k)) else diag(k)[held[-length(held)], , drop = FALSE]
  }
  rows <- contrasts(1, association != "row_means"); columns <- contrasts(2, association != "column_means")
  difference <- 0; variance <- 0
  for (s in seq_len(dim(strata)[3])) {
    t <- strata[, , s]; n <- sum(t); row <- rowSums(t) / n; column <- colSums(t) / n
    spread <- function(A, share) A %*% (diag(share) - share %o% share) %*% t(A)
    difference <- difference + as.vector(columns %*% t(t - n * row %o% column) %*% t(rows))
    variance <- variance + n^2 / (n - 1) * kronecker(spread(rows, row), spread(columns, column))
  }
  chi_squared <- drop(difference %*% solve(variance, difference)); df <- length(difference)
  c(chi_squared = chi_squared, df = df, p_value = pchisq(chi_squared, df, lower.tail = FALSE))
}

# Breslow and Day (1980, equation 4.30): each first cell against the one that the common odds ratio fits.
compute_breslow_day <- function(d, tarone = "yes") {
  t <- strata_of(d)
  common <- mantelhaen.test(t, correct = FALSE)$estimate[[1]]
  cells <- apply(t, 3, function(s) {
    n <- rowSums(s); m <- sum(s[, 1])
    if (prod(n, colSums(s)) == 0) return(c(NA, NA))
    a <- common - 1; b <- -(a * (n[[1]] + m) + sum(n)); q <- common * n[[1]] * m
    fitted <- if (a == 0) n[[1]] * m / sum(n) else 2 * q / (-b + sqrt(b^2 - 4 * a * q))
    variance <- 1 / sum(1 / c(fitted, n[[1]] - fitted, m - fitted, n[[2]] - m + fitted))
    c(s[1, 1] - fitted, variance)
  })
  cells <- cells[, !is.na(cells[1, ]), drop = FALSE]
  chi_squared <- sum(cells[1, ]^2 / cells[2, ]) - if (tarone == "yes") sum(cells[1, ])^2 / sum(cells[2, ]) else 0
  df <- if (ncol(cells) > 1) ncol(cells) - 1 else NA
  c(chi_squared = chi_squared, df = df, p_value = pchisq(chi_squared, df, lower.tail = FALSE))
}
