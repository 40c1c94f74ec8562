# Writes sample_size.json: what a planned number of matched pairs can show by McNemar's test, over all tables of the pairs, each with
# its multinomial probability (stats::dmultinom); p-values by stats::binom.test and stats::mcnemar.test, intervals by Newcombe's
# method 10 as his paper of 1998 has it (Stat Med 17:2635). R 4.2.2. Run in this folder: Rscript sample_size_generator.R
p_value <- function(b, c, form) {
  if (b + c == 0) return(1)
  if (form == "asymptotic") return(mcnemar.test(matrix(c(0, b, c, 0), 2), correct = FALSE)$p.value)
  exact <- binom.test(b, b + c, 0.5)$p.value
  if (form == "exact") exact else exact - dbinom(b, b + c, 0.5)
}
significant <- function(n, form, alpha) {
  found <- NULL
  for (b in 0:n) for (c in 0:(n - b)) {
    if (b + c > 0 && p_value(b, c, form) <= alpha) found <- rbind(found, c(b, c))
  }
  found
}
power <- function(n, form, alpha, psi, delta) {
  cells <- c((psi + delta) / 2, (psi - delta) / 2, 1 - psi)
  tables <- significant(n, form, alpha)
  if (is.null(tables)) return(0)
  sum(apply(tables, 1, function(t) dmultinom(c(t, n - sum(t)), prob = cells)))
}
wilson <- function(x, n, z) {
  p <- x / n
  (2 * n * p + z^2 + c(-1, 1) * z * sqrt(z^2 + 4 * n * p * (1 - p))) / (2 * (n + z^2))
}
newcombe10 <- function(a, b, c, d, level) {
  n <- a + b + c + d
  z <- qnorm(1 - (1 - level) / 2)
  p1 <- (a + b) / n; p2 <- (a + c) / n
  w1 <- wilson(a + b, n, z); w2 <- wilson(a + c, n, z)
  margins <- (a + b) * (c + d) * (a + c) * (b + d)
  top <- a * d - b * c
  if (top > 0) top <- max(top - n / 2, 0)
  phi <- if (margins == 0) 0 else top / sqrt(margins)
  delta <- sqrt((p1 - w1[1])^2 - 2 * phi * (p1 - w1[1]) * (w2[2] - p2) + (w2[2] - p2)^2)
  epsilon <- sqrt((w1[2] - p1)^2 - 2 * phi * (w1[2] - p1) * (p2 - w2[1]) + (p2 - w2[1])^2)
  c(p1 - p2 - delta, p1 - p2 + epsilon)
}
width <- function(n, level, psi, delta, p2) {
  cells <- c(p2 - (psi - delta) / 2, (psi + delta) / 2, (psi - delta) / 2, 1 - p2 - (psi + delta) / 2)
  total <- 0
  for (a in 0:n) for (b in 0:(n - a)) for (c in 0:(n - a - b)) {
    table <- c(a, b, c, n - a - b - c)
    total <- total + dmultinom(table, prob = cells) * diff(newcombe10(a, b, c, n - a - b - c, level))
  }
  total
}
cases <- list()
for (form in c("exact", "mid_p", "asymptotic")) for (n in c(5, 12, 30, 57)) for (alpha in c(0.05, 0.01)) {
  tables <- significant(n, form, alpha)
  least <- if (is.null(tables)) "null" else sprintf("%d", min(rowSums(tables)))
  apart <- if (is.null(tables)) "null" else sprintf("%.17g", min(abs(tables[, 1] - tables[, 2])) / n)
  powers <- sapply(list(c(0.4, 0.2), c(0.4, 0.3), c(0.25, 0.25)), function(t) power(n, form, alpha, t[1], t[2]))
  cases <- c(cases, sprintf(
    ' {"id": "%s-%d-%g", "args": {"kind": "test", "form": "%s", "pairs": %d, "alpha": %g, "truths": [[0.4, 0.2], [0.4, 0.3], [0.25, 0.25]]}, "expected": {"least_discordant": %s, "least_difference": %s, "power": [%s]}}',
    form, n, alpha, form, n, alpha, least, apart, paste(sprintf("%.17g", powers), collapse = ", ")))
}
for (n in c(8, 30)) for (truth in list(c(0.4, 0.2, 0.2), c(0.4, 0, 0.5), c(0.3, 0.3, 0.1))) {
  cases <- c(cases, sprintf(
    ' {"id": "width-%d-%g-%g", "args": {"kind": "width", "pairs": %d, "conf_level": 0.95, "discordant": %g, "difference": %g, "proportion": %g}, "expected": {"expected_width": %.17g}}',
    n, truth[1], truth[2], n, truth[1], truth[2], truth[3], width(n, 0.95, truth[1], truth[2], truth[3])))
}
writeLines(c("[", paste(cases, collapse = ",\n"), "]"), "sample_size.json")
