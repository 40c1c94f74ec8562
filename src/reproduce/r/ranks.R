# ---- Ranks -----------------------------------------------------------------------------------------------------------

# Differences that are equal in decimals, and not in binary floats, are equal.
settled <- function(x, of = x) {
  largest <- max(abs(of), 0)
  if (largest == 0) x else round(x, 13 - ceiling(log10(largest)))
}

ties_of <- function(x) as.numeric(table(settled(x)))

# How many ways there are to reach each sum from 0 on, if each of these is taken or not.
ways_of_sums <- function(ranks) {
  ways <- 1
  for (r in ranks) ways <- c(ways, numeric(r)) + c(numeric(r), ways)
  ways
}

# The same of so many of them.
ways_of_choices <- function(ranks, taken) {
  ways <- matrix(0, taken + 1, sum(ranks) + 1)
  ways[1, 1] <- 1
  for (r in ranks) {
    shifted <- cbind(matrix(0, taken, r), ways[seq_len(taken), seq_len(ncol(ways) - r), drop = FALSE])
    ways[-1, ] <- ways[-1, , drop = FALSE] + shifted
  }
  ways[taken + 1, ]
}

# The m-th smallest and the m-th largest, none where both are one value.
ordered_limits <- function(values, m) {
  if (m < 1) return(c(lower = -Inf, upper = Inf))
  values <- sort(values)
  limits <- c(lower = values[m], upper = values[length(values) + 1 - m])
  if (limits[[1]] == limits[[2]]) no_limits else limits
}

normal_p <- function(distance, error, correction, alternative) {
  if (alternative != "two_sided") {
    if (alternative == "less") distance <- -distance
    return(pnorm((distance - (correction == "yes") / 2) / error, lower.tail = FALSE))
  }
  2 * pnorm(-max(0, abs(distance) - (correction == "yes") / 2) / error)
}

compute_rank_sum <- function(d, form = "asymptotic", correction = "no", interval = "moses", alternative = "two_sided") {
  a <- d$value[d$group == levels(d$group)[1]]; b <- d$value[d$group == levels(d$group)[2]]
  n <- c(length(a), length(b)); N <- sum(n); pairs <- prod(n)
  differences <- settled(as.vector(outer(a, b, "-")), c(a, b))
  u <- sum(differences > 0) + sum(differences == 0) / 2
  ties <- ties_of(c(a, b))
  error <- sqrt(pairs / 12 * (N + 1 - sum(ties^3 - ties) / (N * (N - 1))))
  p_value <- if (form == "asymptotic") normal_p(u - pairs / 2, error, correction, alternative) else {
    ranks <- 2 * rank(settled(c(a, b)))
    ways <- ways_of_choices(ranks, n[1]); sums <- seq_along(ways) - 1
    mean <- n[1] * (N + 1); own <- sum(ranks[seq_len(n[1])])
    as_far <- switch(alternative, two_sided = abs(sums - mean) >= abs(own - mean), greater = sums >= own, less = sums <= own)
    sum(ways[as_far]) / sum(ways)
  }
  m <- switch(interval,
    moses = floor(pairs / 2 - z * sqrt(pairs * (N + 1) / 12)),
    exact = qwilcox((1 - level) / 2, n[1], n[2]),
    unknown(paste("the interval", interval, "of a shift")))
  c(estimate = median(differences), ordered_limits(differences, m), probability_larger = u / pairs, u = u, p_value = p_value)
}

compute_signed_rank <- function(d, form = "asymptotic", correction = "no", interval = "moses", alternative = "two_sided") {
  x <- settled(pair_differences(d), d$value); x <- x[x != 0]; n <- length(x)
  if (n == 0) return(c(estimate = NA, no_limits, v = NA, p_value = NA))
  ranks <- rank(settled(abs(x), x))
  v <- sum(ranks[x > 0]); mean <- n * (n + 1) / 4
  ties <- as.numeric(table(ranks))
  error <- sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48)
  p_value <- if (form == "asymptotic") normal_p(v - mean, error, correction, alternative) else {
    ways <- ways_of_sums(2 * ranks); sums <- seq_along(ways) - 1
    tails <- c(less = sum(ways[sums <= 2 * v]), greater = sum(ways[sums >= 2 * v])) / sum(ways)
    if (alternative == "two_sided") min(1, 2 * min(tails)) else tails[[alternative]]
  }
  averages <- outer(x, x, "+") / 2
  averages <- settled(averages[lower.tri(averages, diag = TRUE)], x)
  m <- switch(interval,
    moses = floor(mean - z * sqrt(n * (n + 1) * (2 * n + 1) / 24)),
    exact = qsignrank((1 - level) / 2, n),
    unknown(paste("the interval", interval, "of a centre")))
  c(estimate = median(averages), ordered_limits(averages, m), v = v, p_value = p_value)
}

compute_sign_test <- function(d, alternative = "two_sided") {
  x <- settled(pair_differences(d), d$value); x <- x[x != 0]
  side <- sub("_", ".", alternative, fixed = TRUE)
  c(p_value = if (length(x) > 0) binom.test(sum(x > 0), length(x), alternative = side)$p.value else NA)
}

# Over all pairs of groups, how often the value of the later one is the larger; the variance of tied values is equation 6.19 of
# Hollander and Wolfe (1999).
compute_jonckheere_terpstra <- function(d, form = "asymptotic") {
  values <- split(settled(d$value), d$group); n <- lengths(values); N <- sum(n)
  later <- function(k) {
    before <- unlist(values[seq_len(k - 1)]); differences <- outer(values[[k]], before, "-")
    sum(differences > 0) + sum(differences == 0) / 2
  }
  j <- sum(sapply(seq_along(values)[-1], later)); mean <- (N^2 - sum(n^2)) / 4
  t <- ties_of(d$value)
  cubic <- function(n) sum(n * (n - 1) * (2 * n + 5))
  triple <- function(n) sum(n * (n - 1) * (n - 2))
  double <- function(n) sum(n * (n - 1))
  variance <- (cubic(N) - cubic(n) - cubic(t)) / 72 + triple(n) * triple(t) / (36 * triple(N)) +
    double(n) * double(t) / (8 * double(N))
  if (form == "asymptotic") return(c(j = j, z = (j - mean) / sqrt(variance), p_value = 2 * pnorm(-abs(j - mean) / sqrt(variance))))
  if (any(t > 1)) return(c(j = j, z = (j - mean) / sqrt(variance), p_value = NA))
  density <- 1
  for (k in seq_along(n)[-1]) {
    own <- dwilcox(seq(0, n[k] * sum(n[seq_len(k - 1)])), n[k], sum(n[seq_len(k - 1)]))
    density <- convolve(density, rev(own), type = "open")
  }
  tails <- c(sum(density[seq_along(density) - 1 <= j]), sum(density[seq_along(density) - 1 >= j]))
  c(j = j, z = (j - mean) / sqrt(variance), p_value = min(1, 2 * min(tails)))
}
