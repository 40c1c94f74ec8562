# ---- Matching --------------------------------------------------------------------------------------------------------

library(MatchIt)

# Numbers that differ by no more than this are the same.
settle <- function(values, tie) {
  sorted <- sort(unique(as.vector(values)))
  first <- c(TRUE, diff(sorted) > tie)
  sorted[first][cumsum(first)[match(values, sorted)]]
}

# Treated patients by decreasing score, ties in the order of the file; each takes the nearest control that is left, equal in what
# must be equal and not beyond the caliper; of several that are as near, the first of the file. MatchIt takes the rows in this order
# and the distances as a matrix, in which what may not be paired is infinitely far: of a score that is given, 4.5.1 ignores the
# caliper, and with `exact` it stops where a stratum has patients of one arm alone.
nearest_pairs <- function(score, treated, exact, caliper) {
  tie <- 1e-9 * max(1, abs(score))
  distance <- abs(outer(score, score, "-"))
  allowed <- outer(exact, exact, "==") & distance <= caliper + tie
  distance <- matrix(settle(distance, tie), nrow(distance))
  distance[!allowed] <- Inf
  if (!any(allowed[treated, !treated])) return(NULL)
  row <- c(which(treated)[order(-settle(score[treated], tie))], which(!treated))
  # It does not take an arm of one patient: beside each arm stands one whom nobody may be paired with.
  alone <- length(treated) + 1:2
  distance <- cbind(rbind(distance, Inf, Inf), Inf, Inf)
  row <- c(row, alone)
  d <- data.frame(treated = c(treated, TRUE, FALSE) * 1, row.names = c(seq_along(treated), alone))[row, , drop = FALSE]
  # It warns where there are fewer controls than treated patients.
  found <- suppressWarnings(matchit(treated ~ 1, data = d, method = "nearest", distance = distance[row, row], ratio = 1,
                                    replace = FALSE, m.order = "data"))
  chosen <- found$match.matrix[, 1]
  pairs <- cbind(as.integer(rownames(found$match.matrix)), as.integer(chosen))
  pairs[!is.na(chosen), , drop = FALSE]
}

# s. columns are terms of the score, e. those that must be equal in a pair, b. further ones whose balance is told.
compute_matching <- function(m, arms, caliper = NULL, aim, balance_of_score, yes_no, weighted = FALSE) {
  score_columns <- grep("^s\\.", names(m), value = TRUE); exact_columns <- grep("^e\\.", names(m), value = TRUE)
  inside <- complete.cases(m[, c(score_columns, exact_columns), drop = FALSE])
  left_out <- sum(!inside)
  d <- m[inside, , drop = FALSE]
  treated <- d$arm == arms[1]
  counts <- c(treated = sum(treated), controls = sum(!treated), left_out = left_out)
  X <- as.matrix(d[, score_columns, drop = FALSE])
  fit <- logistic_fit(as.numeric(treated), X)
  if (fit$infinite) return(c(counts, balance.aim = aim))
  score <- fit$linear.predictors
  width <- if (is.null(caliper)) Inf else caliper * sd(score[d$of_caliper == 1])
  exact <- if (length(exact_columns)) do.call(paste, d[, exact_columns, drop = FALSE]) else rep("", nrow(d))
  pairs <- nearest_pairs(score, treated, exact, width)
  coefficients <- setNames(fit$coefficients, join("score.coefficient", c("intercept", substring(score_columns, 3))))
  columns <- c(setNames(lapply(score_columns, function(c) d[[c]]), substring(score_columns, 3)),
               lapply(setNames(nm = grep("^b\\.", names(d), value = TRUE)), function(c) d[[c]]))
  names(columns) <- sub("^b\\.", "", names(columns))
  # Overlap weights (Li, Morgan and Zaslavsky 2018). The divisor is that of the unweighted arms, as for the pairs.
  weight <- ifelse(treated, plogis(-score), plogis(score))
  mean_by_weight <- function(values, own) {
    own <- own & !is.na(values)
    sum(weight[own] * values[own]) / sum(weight[own])
  }
  one <- function(name, values, yes_no) {
    groups <- list(values[treated], values[!treated], values[pairs[, 1]], values[pairs[, 2]])
    groups <- lapply(groups, function(v) v[!is.na(v)])
    variance <- function(v) if (yes_no) mean(v) * (1 - mean(v)) else var(v)
    divisor <- sqrt((variance(groups[[1]]) + variance(groups[[2]])) / 2)
    mean_of <- function(v) if (length(v)) mean(v) else NA
    means <- sapply(groups, mean_of)
    smd <- if (is.na(divisor) || divisor == 0) c(NA, NA) else c(means[1] - means[2], means[3] - means[4]) / divisor
    by_weight <- c(mean_by_weight(values, treated), mean_by_weight(values, !treated))
    smd_weighted <- if (is.na(divisor) || divisor == 0) NA else (by_weight[1] - by_weight[2]) / divisor
    found <- setNames(c(smd, means), c("smd_before", "smd_after", join(rep(c("mean_before", "mean_after"), each = 2), arms)))
    named(name, c(found, if (weighted) setNames(c(smd_weighted, by_weight), c("smd_weighted", join("mean_weighted", arms)))))
  }
  effective <- function(own) sum(weight[own])^2 / sum(weight[own]^2)
  flat <- c(if (balance_of_score) one("score", score, FALSE),
            unlist(lapply(names(columns), function(name) one(name, columns[[name]], name %in% yes_no))))
  after <- abs(flat[grepl("smd_after$", names(flat))]); after <- after[!is.na(after)]
  c(counts, pairs = NROW(pairs), unmatched = sum(treated) - NROW(pairs), coefficients, score.deviance = fit$deviance,
    if (weighted) setNames(c(effective(treated), effective(!treated)), join("effective_sample_size", arms)),
    if (!is.null(caliper)) c(caliper = width), named("balance", c(flat, aim = aim, missed = sum(after >= aim), largest = max(after))))
}
