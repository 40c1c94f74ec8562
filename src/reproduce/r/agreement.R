# ---- Agreement of readings -------------------------------------------------------------------------------------------
# reading.1, reading.2, … are the readings of one subject; the categories stand in their order.

readings_of <- function(d) d[, grep("^reading\\.", names(d)), drop = FALSE]

table_of_readings <- function(d) {
  categories <- attr(d, "categories")
  table(factor(d$reading.1, levels = categories), factor(d$reading.2, levels = categories))
}

# Cohen's kappa with the standard error of Fleiss, Cohen and Everitt (1969, Psychol Bull 72:323, equation 13), written out.
compute_kappa <- function(d, weights) {
  counts <- unclass(table_of_readings(d)); k <- nrow(counts); n <- sum(counts)
  if (n == 0 || k < 2) return(c(n = n, observed_agreement = NA, estimate = NA, no_limits, standard_error = NA))
  p <- counts / n
  distance <- abs(outer(seq_len(k), seq_len(k), "-")) / (k - 1)
  w <- switch(weights, none = diag(k), linear = 1 - distance, quadratic = 1 - distance^2)
  row <- rowSums(p); column <- colSums(p)
  observed <- sum(w * p); expected <- sum(w * (row %o% column))
  values <- c(n = n, observed_agreement = sum(diag(p)))
  if (expected >= 1) return(c(values, estimate = NA, no_limits, standard_error = NA))
  kappa <- (observed - expected) / (1 - expected)
  both <- outer(drop(w %*% column), drop(row %*% w), "+")
  terms <- (w - both * (1 - kappa))
  variance <- (sum(p * terms^2) - (kappa - expected * (1 - kappa))^2) / (n * (1 - expected)^2)
  # What is left of the difference of two squares near 1 is rounding.
  error <- if (variance > 1e-13) sqrt(variance) else NA
  test <- sqrt((sum((row %o% column) * (w - both)^2) - expected^2) / (n * (1 - expected)^2))
  c(values, estimate = kappa, around(kappa, error), standard_error = error, z = kappa / test, p_value = 2 * pnorm(-abs(kappa / test)))
}

# Lesions of each category at the examination of a timepoint; columns l. hold how many each patient has.
compute_lesions <- function(d) {
  categories <- grep("^l\\.", names(d), value = TRUE)
  counts <- colSums(d[, categories, drop = FALSE]); all <- sum(counts)
  each <- lapply(categories, function(column) {
    named(substring(column, 3), c(lesions = counts[[column]], lesion_proportion = if (all > 0) counts[[column]] / all else NA))
  })
  c(patients = nrow(d), lesions = all, lesions_untold = sum(d$untold), unlist(each))
}

# At how many readings each row of a rule gave the value, and of how many patients of each arm.
compute_rule <- function(d, rows, arms) {
  asked <- sum(d$readings)
  each <- lapply(c(seq_len(rows), "none"), function(row) {
    own <- d[d$row == row, , drop = FALSE]
    patients <- function(is) length(unique(own$patient[is]))
    named(row, c(readings = sum(own$readings), reading_proportion = if (asked > 0) sum(own$readings) / asked else NA,
                 patients = patients(rep(TRUE, nrow(own))),
                 setNames(sapply(arms, function(a) patients(own$arm %in% a)), join(arms, "patients"))))
  })
  c(readings = asked, unlist(each))
}

# How many readers put each subject into each category.
assignments_of <- function(d) {
  readings <- as.matrix(readings_of(d))
  t(apply(readings, 1, function(row) table(factor(row, levels = attr(d, "categories")))))
}

# A coefficient (observed - chance) / (1 - chance) with the standard error of what each subject contributes (Gwet 2008, Br J Math Stat
# Psychol 61:29); `chances` is what a reading of each category adds to the chance.
coefficient_of <- function(counts, chance, chances) {
  m <- sum(counts[1, ]); n <- nrow(counts)
  agreed <- rowSums(counts * (counts - 1)) / (m * (m - 1))
  estimate <- (mean(agreed) - chance) / (1 - chance)
  own <- (agreed - chance) / (1 - chance) - 2 * (1 - estimate) * (drop(counts %*% chances) / m - chance) / (1 - chance)
  error <- if (n > 1) sqrt(sum((own - estimate)^2) / (n * (n - 1))) else NA
  if (is.na(error) || error < 1e-14) error <- NA
  half <- qt(1 - (1 - level) / 2, n - 1) * error
  c(estimate = estimate, lower = estimate - half, upper = estimate + half, standard_error = error)
}

compute_agreement_coefficients <- function(d) {
  counts <- assignments_of(d); q <- ncol(counts); m <- sum(counts[1, ])
  agreed <- mean(rowSums(counts * (counts - 1)) / (m * (m - 1)))
  share <- colSums(counts) / sum(counts)
  beyond <- function(chance) (agreed - chance) / (1 - chance)
  gwet <- coefficient_of(counts, sum(share * (1 - share)) / (q - 1), (1 - share) / (q - 1))
  c(observed_agreement = agreed, gwet_ac1 = gwet[["estimate"]], gwet[-1], bennett_s = beyond(1 / q),
    if (m == 2) c(scott_pi = beyond(sum(share^2)), prevalence_adjusted = 2 * agreed - 1))
}

# Fleiss (1971), with the tests of Fleiss, Nee and Landis (1979).
compute_fleiss_kappa <- function(d) {
  counts <- assignments_of(d); n <- nrow(counts); m <- sum(counts[1, ])
  p <- unname(colSums(counts)) / sum(counts); q <- 1 - p
  kappa <- coefficient_of(counts, sum(p^2), p)
  spread <- sum(p * q)
  null <- sqrt(2 * (spread^2 - sum(p * q * (q - p))) / (spread^2 * n * m * (m - 1)))
  tested <- function(value, error) c(z = value / error, p_value = 2 * pnorm(-abs(value / error)))
  each <- lapply(seq_along(p), function(j) {
    own <- if (p[j] %in% c(0, 1)) NA else 1 - sum(counts[, j] * (m - counts[, j])) / (n * m * (m - 1) * p[j] * q[j])
    named(colnames(counts)[j], c(estimate = own, tested(own, sqrt(2 / (n * m * (m - 1))))))
  })
  c(n = n, readers = m, observed_agreement = mean(rowSums(counts * (counts - 1)) / (m * (m - 1))), kappa,
    tested(kappa[["estimate"]], null), unlist(each))
}

# Shrout and Fleiss (1979, Psychol Bull 86:420).
compute_intraclass_correlation <- function(d, model, unit = "single") {
  Y <- as.matrix(readings_of(d)); n <- nrow(Y); k <- ncol(Y); tail <- (1 - level) / 2
  rows <- rowMeans(Y); columns <- colMeans(Y); all <- mean(Y)
  B <- k * sum((rows - all)^2) / (n - 1); W <- sum((Y - rows)^2) / (n * (k - 1)); J <- n * sum((columns - all)^2) / (k - 1)
  E <- sum((Y - rows - rep(columns, each = n) + all)^2) / ((n - 1) * (k - 1))
  error <- if (model == "one_way") W else E
  df <- if (model == "one_way") n * (k - 1) else (n - 1) * (k - 1)
  between <- if (model == "two_way_random") (J - E) / n else 0
  single <- (B - error) / (B + (k - 1) * error + k * between)
  f <- B / error
  limits <- if (model == "two_way_random") {
    r <- k * single * J / E; rest <- n * (1 + (k - 1) * single) - k * single
    v <- (k - 1) * (n - 1) * (r + rest)^2 / ((n - 1) * r^2 + rest^2)
    scale <- k * J + (k * n - k - n) * E; low <- qf(1 - tail, n - 1, v); high <- qf(1 - tail, v, n - 1)
    c(n * (B - low * E) / (low * scale + n * B), n * (high * B - E) / (scale + n * high * B))
  } else {
    F <- c(f / qf(1 - tail, n - 1, df), f * qf(1 - tail, df, n - 1))
    (F - 1) / (F + k - 1)
  }
  average <- unit == "average"
  estimate <- if (average) (B - error) / (B + between) else single
  if (average) limits <- k * limits / (1 + (k - 1) * limits)
  values <- c(n = n, readers = k, estimate = estimate, lower = limits[1], upper = limits[2])
  if (average) values <- named("average", values)
  c(values, f = f, df = n - 1, df_within = df, p_value = pf(f, n - 1, df, lower.tail = FALSE))
}
