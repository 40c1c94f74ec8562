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
  error <- if (variance > 1e-15) sqrt(variance) else NA
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
