# ---- Proportions -----------------------------------------------------------------------------------------------------
# d$met is 1 or 0. Each limit is the formula of the paper that the plan's method cites.

wilson <- function(x, n) {
  centre <- (x + z^2 / 2) / (n + z^2)
  half <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  c(lower = max(0, centre - half), upper = min(1, centre + half))
}

wilson_corrected <- function(x, n) {
  lower <- function(x) {
    if (x == 0) return(0)
    p <- x / n
    max(0, (2 * x + z^2 - 1 - z * sqrt(max(0, z^2 - 2 - 1 / n + 4 * p * (n * (1 - p) + 1)))) / (2 * (n + z^2)))
  }
  c(lower = lower(x), upper = 1 - lower(n - x))
}

mid_p_limits <- function(x, n) {
  tail <- (1 - level) / 2
  lower <- function(x) {
    if (x == 0) return(0)
    excess <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2 - tail
    uniroot(excess, c(0, 1), tol = 1e-15)$root
  }
  c(lower = lower(x), upper = 1 - lower(n - x))
}

proportion_limits <- function(x, n, interval, correction = "no") {
  if (n == 0) return(no_limits)
  p <- x / n
  tail <- (1 - level) / 2
  limits <- switch(paste(interval, correction),
    "clopper_pearson no" = binom.test(x, n, conf.level = level)$conf.int,
    "wilson no" = wilson(x, n),
    "wilson yes" = wilson_corrected(x, n),
    "jeffreys no" = qbeta(c(tail, 1 - tail), x + 0.5, n - x + 0.5),
    "mid_p no" = mid_p_limits(x, n),
    "agresti_coull no" = {
      q <- (x + z^2 / 2) / (n + z^2)
      around(q, sqrt(q * (1 - q) / (n + z^2)))
    },
    "wald no" = if (p %in% c(0, 1)) no_limits else around(p, sqrt(p * (1 - p) / n)),
    "wald yes" = if (p %in% c(0, 1)) no_limits else around(p, sqrt(p * (1 - p) / n)) + c(-0.5, 0.5) / n,
    unknown(paste("the interval", interval, "of a proportion")))
  c(lower = limits[[1]], upper = limits[[2]])
}

compute_proportion <- function(d, interval, correction = "no") {
  by_group(d, function(own) {
    x <- sum(own$met); n <- nrow(own)
    c(responders = x, n = n, estimate = x / n, proportion_limits(x, n, interval, correction))
  })
}

# Responders and patients of the two groups.
two_by_two <- function(d) {
  rows <- lapply(levels(d$group), function(g) d$met[d$group == g])
  list(x = sapply(rows, sum), n = sapply(rows, length))
}

# The pairs: both respond, the first only, the second only, neither. The first member is of the first group. A set that is no
# pair of one patient of each group is left out.
pairs_of <- function(d) {
  complete <- names(which(table(d$pair) == 2 & tapply(as.integer(d$group), d$pair, function(g) length(unique(g))) == 2))
  d <- d[as.character(d$pair) %in% complete, , drop = FALSE]
  first <- d[d$group == levels(d$group)[1], ]
  second <- d[d$group == levels(d$group)[2], ]
  second <- second[match(first$pair, second$pair), ]
  c(pairs = nrow(first), both = sum(first$met & second$met), first_only = sum(first$met & !second$met),
    second_only = sum(!first$met & second$met), neither = sum(!first$met & !second$met))
}

# Newcombe's interval for paired proportions (1998, Stat Med 17:2635), methods 8, 9 and 10.
newcombe_paired <- function(p, method) {
  n <- p[["pairs"]]
  x <- c(p[["both"]] + p[["first_only"]], p[["both"]] + p[["second_only"]])
  limits <- if (method == 9) wilson_corrected else wilson
  one <- limits(x[1], n); two <- limits(x[2], n)
  margins <- prod(x, n - x)
  top <- p[["both"]] * p[["neither"]] - p[["first_only"]] * p[["second_only"]]
  if (method == 10 && top > 0) top <- max(0, top - n / 2)
  phi <- if (margins == 0) 0 else top / sqrt(margins)
  distance <- function(a, b) sqrt(max(0, a^2 - 2 * phi * a * b + b^2))
  difference <- (x[1] - x[2]) / n
  below <- distance(x[1] / n - one[["lower"]], two[["upper"]] - x[2] / n)
  above <- distance(one[["upper"]] - x[1] / n, x[2] / n - two[["lower"]])
  # An interval without width would say that nothing can differ.
  if (below + above <= 1e-7) no_limits else c(lower = difference - below, upper = difference + above)
}

# Tango's score interval (1998, Stat Med 17:891).
tango_paired <- function(p) {
  n <- p[["pairs"]]
  lower <- function(b, c) {
    if (c == n) return(-1)
    excess <- function(delta) {
      B <- -b - c + (2 * n - b + c) * delta
      q <- (sqrt(max(0, B^2 + 8 * n * c * delta * (1 - delta))) - B) / (4 * n)
      b - c - n * delta - z * sqrt(max(0, n * (2 * q + delta * (1 - delta))))
    }
    end <- (b - c) / n
    if (excess(end) >= 0) end <- end - 1e-9
    uniroot(excess, c(-1, end), tol = 1e-15)$root
  }
  c(lower = lower(p[["first_only"]], p[["second_only"]]), upper = -lower(p[["second_only"]], p[["first_only"]]))
}

wald_paired <- function(p) {
  n <- p[["pairs"]]; difference <- (p[["first_only"]] - p[["second_only"]]) / n
  if (n %in% c(p[["both"]] + p[["neither"]], p[["first_only"]], p[["second_only"]])) return(no_limits)
  around(difference, sqrt(((p[["first_only"]] + p[["second_only"]]) / n - difference^2) / n))
}

paired_limits <- function(p, interval) {
  if (p[["pairs"]] == 0) return(no_limits)
  switch(interval,
    newcombe_paired = newcombe_paired(p, 10), newcombe_paired_method_8 = newcombe_paired(p, 8),
    newcombe_paired_method_9 = newcombe_paired(p, 9), tango_paired = tango_paired(p), wald_paired = wald_paired(p),
    unknown(paste("the interval", interval)))
}

# The score interval of Mee (1984), and of Miettinen and Nurminen (1985) with its factor N / (N - 1).
score_limits <- function(x, n, factor) {
  lower <- function(x, n) {
    estimate <- x[1] / n[1] - x[2] / n[2]
    if (estimate <= -1) return(-1)
    excess <- function(delta) {
      p2 <- score_p2(x, n, delta)
      p1 <- min(1, max(0, p2 + delta))
      (estimate - delta) - z * sqrt(max(0, factor * (p1 * (1 - p1) / n[1] + p2 * (1 - p2) / n[2])))
    }
    end <- if (excess(estimate) < 0) estimate else estimate - 1e-9
    if (excess(-1) < 0) return(-1)
    uniroot(excess, c(-1, end), tol = 1e-15)$root
  }
  c(lower = lower(x, n), upper = -lower(rev(x), rev(n)))
}

# The second proportion most likely where the first is larger by delta: the closed form of Miettinen and Nurminen's cubic.
score_p2 <- function(x, n, delta) {
  N <- sum(n); C <- sum(x)
  l2 <- (n[1] + 2 * n[2]) * delta - N - C
  l1 <- (n[2] * delta - N - 2 * x[2]) * delta + C
  l0 <- x[2] * delta * (1 - delta)
  p <- l2^3 / (3 * N)^3 - l1 * l2 / (6 * N^2) + l0 / (2 * N)
  q <- sign(if (p == 0) 1 else p) * sqrt(max(0, l2^2 / (3 * N)^2 - l1 / (3 * N)))
  angle <- (pi + acos(if (q == 0) 0 else min(1, max(-1, p / q^3)))) / 3
  min(1, max(0, 2 * q * cos(angle) - l2 / (3 * N)))
}

compute_risk_difference <- function(d, interval, correction = "no") {
  if (grepl("paired", interval)) {
    p <- pairs_of(d)
    return(c(estimate = (p[["first_only"]] - p[["second_only"]]) / p[["pairs"]], paired_limits(p, interval), p))
  }
  t <- two_by_two(d); x <- t$x; n <- t$n; p <- x / n
  difference <- p[1] - p[2]
  newcombe <- function(one, two) {
    c(lower = difference - sqrt((p[1] - one[["lower"]])^2 + (two[["upper"]] - p[2])^2),
      upper = difference + sqrt((one[["upper"]] - p[1])^2 + (p[2] - two[["lower"]])^2))
  }
  wald <- function(p, n, correction = 0) {
    variance <- sum(p * (1 - p) / n)
    if (variance == 0 || any(n < 2)) no_limits else around(p[1] - p[2], sqrt(variance)) + c(-1, 1) * correction
  }
  limits <- if (any(n == 0)) no_limits else switch(paste(interval, correction),
    "newcombe_hybrid_score no" = newcombe(wilson(x[1], n[1]), wilson(x[2], n[2])),
    "newcombe_hybrid_score yes" = newcombe(wilson_corrected(x[1], n[1]), wilson_corrected(x[2], n[2])),
    "wald no" = wald(p, n),
    "wald yes" = wald(p, n, sum(1 / n) / 2),
    "miettinen_nurminen no" = score_limits(x, n, sum(n) / (sum(n) - 1)),
    "mee no" = score_limits(x, n, 1),
    "agresti_caffo no" = wald((x + 1) / (n + 2), n + 2),
    unknown(paste("the interval", interval, "of a difference")))
  c(estimate = difference, limits)
}

# VanderWeele and Ding (2017, Ann Intern Med 167:268).
e_value_of <- function(ratio) {
  if (ratio < 1) ratio <- 1 / ratio
  if (is.infinite(ratio)) Inf else ratio + sqrt(ratio * (ratio - 1))
}

compute_risk_ratio <- function(d, interval, e_value = "no") {
  t <- two_by_two(d); x <- t$x; n <- t$n
  ratio <- (x[1] / n[1]) / (x[2] / n[2])
  variance <- sum(1 / x - 1 / n)
  limits <- if (any(x == 0) || any(n < 2) || variance == 0) no_limits else exp(around(log(ratio), sqrt(variance)))
  values <- c(estimate = ratio, limits)
  if (e_value == "no" || is.nan(ratio)) return(values)
  nearest <- if (anyNA(limits)) NA else min(1, limits[["upper"]]) * max(1, limits[["lower"]])
  c(values, e_value = e_value_of(ratio), e_value_of_limit = if (is.na(nearest)) NA else e_value_of(nearest))
}

compute_odds_ratio <- function(d, interval) {
  t <- two_by_two(d)
  cells <- c(t$x[1], t$n[1] - t$x[1], t$x[2], t$n[2] - t$x[2]) + if (grepl("haldane", interval)) 0.5 else 0
  ratio <- cells[1] * cells[4] / (cells[2] * cells[3])
  c(estimate = ratio, if (any(cells == 0)) no_limits else exp(around(log(ratio), sqrt(sum(1 / cells)))))
}

# Fisher's test. R finds its odds ratio and limits by uniroot with the usual tolerance; here they are found to the last digit.
compute_fisher_exact <- function(d, alternative = "two_sided") {
  side <- sub("_", ".", alternative)
  if (!is.null(d$category)) return(c(p_value = fisher.test(table(d$group, d$category), workspace = 2e7)$p.value))
  t <- two_by_two(d)
  table <- cbind(t$x, t$n - t$x)
  p_value <- if (all(t$n > 0)) fisher.test(table, alternative = side)$p.value else NA
  if (length(t$n) > 2) return(c(p_value = p_value))
  c(conditional_odds_ratio(t$x, t$n), p_value = p_value)
}

# The number of responders of the first group is hypergeometric given all margins, by the odds ratio.
conditional_odds_ratio <- function(x, n) {
  m <- sum(x)
  support <- max(0, m - n[2]):min(n[1], m)
  if (any(n == 0) || length(support) < 2) {
    nothing <- if (any(n == 0)) c(NA, NA, NA) else c(NA, 0, Inf)
    return(c(estimate = nothing[1], lower = nothing[2], upper = nothing[3]))
  }
  odds_ratio_given(x[1], support, dhyper(support, n[1], n[2], m, log = TRUE))
}

# The odds ratio by which this number is the most likely among those that are possible, each with the logarithm of its weight where
# the odds ratio is 1.
odds_ratio_given <- function(observed, support, log_weight) {
  density <- function(log_odds) {
    w <- log_weight + support * log_odds
    w <- exp(w - max(w))
    w / sum(w)
  }
  solve_for <- function(f) exp(uniroot(f, c(-50, 50), tol = 1e-14, maxiter = 10000)$root)
  tail <- (1 - level) / 2
  lowest <- observed == min(support); highest <- observed == max(support)
  c(estimate = if (lowest) 0 else if (highest) Inf else solve_for(function(l) sum(support * density(l)) - observed),
    lower = if (lowest) 0 else solve_for(function(l) sum(density(l)[support >= observed]) - tail),
    upper = if (highest) Inf else solve_for(function(l) sum(density(l)[support <= observed]) - tail))
}

# McNemar's chi-squared, whose root has the sign of the difference.
mcnemar_z <- function(p, correction) {
  b <- p[["first_only"]]; c <- p[["second_only"]]
  if (b + c == 0) return(NA)
  sign(b - c) * max(0, abs(b - c) - (correction == "yes")) / sqrt(b + c)
}

# Of the mid-P value what was observed counts half, on either side.
mcnemar_p <- function(p, form, correction = "no", alternative = "two_sided") {
  b <- p[["first_only"]]; n <- b + p[["second_only"]]
  if (p[["pairs"]] == 0 || (n == 0 && form != "exact")) return(NA)
  if (n == 0) return(1)
  exact <- function(alternative) binom.test(b, n, alternative = sub("_", ".", alternative))$p.value
  observed <- dbinom(b, n, 0.5)
  if (form == "asymptotic" && alternative == "two_sided") return(2 * pnorm(-abs(mcnemar_z(p, correction))))
  # On one side the correction takes 1 off the difference, whatever its sign.
  difference <- (2 * b - n) * if (alternative == "less") -1 else 1
  switch(form,
    exact = exact(alternative),
    mid_p = if (alternative == "two_sided") exact("two_sided") - observed * (if (2 * b == n) 0.5 else 1) else
      exact(alternative) - observed / 2,
    asymptotic = pnorm((difference - (correction == "yes")) / sqrt(n), lower.tail = FALSE))
}

compute_mcnemar <- function(d, form, correction = "no", by = "pair", alternative = "two_sided") {
  p <- pairs_of(d)
  c(if (form == "asymptotic") c(chi_squared = mcnemar_z(p, correction)^2),
    p_value = mcnemar_p(p, form, correction, alternative), p)
}
