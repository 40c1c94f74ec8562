# ---- Matching and weights --------------------------------------------------------------------------------------------

exactly <- glm.control(epsilon = 1e-14, maxit = 100)

# A logistic model of these columns; the intercept first.
logistic_fit <- function(y, X, weights = NULL) {
  infinite <- FALSE
  if (is.null(weights)) weights <- rep(1, length(y))
  fit <- withCallingHandlers(glm.fit(cbind(1, X), y, weights = weights, family = binomial(), control = exactly),
    warning = function(w) {
      if (grepl("numerically 0 or 1|converge", conditionMessage(w))) infinite <<- TRUE
      invokeRestart("muffleWarning")
    })
  fit$infinite <- infinite || !fit$converged
  fit
}

# Treated patients by decreasing score, ties in the order of the file; each takes the nearest control that is left, equal in what
# must be equal and not beyond the caliper; of several that are as near, the first of the file. It is written out, as MatchIt
# 4.5.1 ignores the caliper where a score is given. Scores that differ by no more than 1e-9 are tied.
nearest_pairs <- function(score, treated, exact, caliper) {
  tie <- 1e-9 * max(1, abs(score))
  order <- which(treated)[order(-score[treated])]
  start <- 1
  while (start <= length(order)) {
    tied <- which(score[order] >= score[order[start]] - tie & seq_along(order) >= start)
    order[tied] <- sort(order[tied])
    start <- max(tied) + 1
  }
  left <- !treated
  pairs <- NULL
  for (one in order) {
    distance <- abs(score - score[one])
    allowed <- which(left & exact == exact[one] & distance <= caliper + tie)
    if (length(allowed) == 0) next
    chosen <- allowed[distance[allowed] <= min(distance[allowed]) + tie][1]
    left[chosen] <- FALSE
    pairs <- rbind(pairs, c(one, chosen))
  }
  pairs
}

# s. columns are terms of the score, e. those that must be equal in a pair, b. further ones whose balance is told.
compute_matching <- function(m, arms, caliper = NULL, aim, balance_of_score, yes_no) {
  score_columns <- grep("^s\\.", names(m), value = TRUE); exact_columns <- grep("^e\\.", names(m), value = TRUE)
  inside <- complete.cases(m[, c(score_columns, exact_columns), drop = FALSE])
  left_out <- sum(!inside)
  d <- m[inside, , drop = FALSE]
  treated <- d$arm == arms[1]
  counts <- c(treated = sum(treated), controls = sum(!treated), left_out = left_out)
  X <- as.matrix(d[, score_columns, drop = FALSE])
  fit <- logistic_fit(as.numeric(treated), X)
  if (fit$infinite) return(counts)
  score <- fit$linear.predictors
  width <- if (is.null(caliper)) Inf else caliper * sd(score[d$of_caliper == 1])
  exact <- if (length(exact_columns)) do.call(paste, d[, exact_columns, drop = FALSE]) else rep("", nrow(d))
  pairs <- nearest_pairs(score, treated, exact, width)
  coefficients <- setNames(fit$coefficients, join("score.coefficient", c("intercept", substring(score_columns, 3))))
  columns <- c(setNames(lapply(score_columns, function(c) d[[c]]), substring(score_columns, 3)),
               lapply(setNames(nm = grep("^b\\.", names(d), value = TRUE)), function(c) d[[c]]))
  names(columns) <- sub("^b\\.", "", names(columns))
  one <- function(name, values, yes_no) {
    groups <- list(values[treated], values[!treated], values[pairs[, 1]], values[pairs[, 2]])
    groups <- lapply(groups, function(v) v[!is.na(v)])
    variance <- function(v) if (yes_no) mean(v) * (1 - mean(v)) else var(v)
    divisor <- sqrt((variance(groups[[1]]) + variance(groups[[2]])) / 2)
    mean_of <- function(v) if (length(v)) mean(v) else NA
    means <- sapply(groups, mean_of)
    smd <- if (is.na(divisor) || divisor == 0) c(NA, NA) else c(means[1] - means[2], means[3] - means[4]) / divisor
    named(name, setNames(c(smd, means), c("smd_before", "smd_after", join(rep(c("mean_before", "mean_after"), each = 2), arms))))
  }
  flat <- c(if (balance_of_score) one("score", score, FALSE),
            unlist(lapply(names(columns), function(name) one(name, columns[[name]], name %in% yes_no))))
  after <- abs(flat[grepl("smd_after$", names(flat))]); after <- after[!is.na(after)]
  c(counts, pairs = NROW(pairs), unmatched = sum(treated) - NROW(pairs), coefficients, score.deviance = fit$deviance,
    if (!is.null(caliper)) c(caliper = width), named("balance", c(flat, aim = aim, missed = sum(after >= aim), largest = max(after))))
}

# The difference of weighted proportions. Overlap weights (Li, Morgan and Zaslavsky 2018): each patient by the probability of the
# other group; the standard error takes the estimation of the score into account (Lunceford and Davidian 2004).
compute_weighted_risk_difference <- function(d, weights) {
  first <- d$group == levels(d$group)[1]
  y <- d$met
  if (weights == "overlap") {
    X <- as.matrix(d[, grep("^x\\.", names(d)), drop = FALSE])
    fit <- logistic_fit(as.numeric(first), X)
    e <- fit$fitted.values
    w <- ifelse(first, 1 - e, e)
  } else w <- d$weight
  total <- c(sum(w[first]), sum(w[!first]))
  p <- c(sum((w * y)[first]), sum((w * y)[!first])) / total
  away <- ifelse(first, (y - p[1]) / total[1], -(y - p[2]) / total[2])
  influence <- w * away
  if (weights == "overlap") {
    Z <- cbind(1, X[, !is.na(fit$coefficients[-1]), drop = FALSE])
    information <- crossprod(Z * sqrt(e * (1 - e)))
    slope <- ifelse(first, -1, 1) * w * (1 - w) * away
    influence <- influence + drop(((first - e) * Z) %*% solve(information, crossprod(Z, slope)))
  }
  error <- sqrt(sum(influence^2))
  size <- function(w) sum(w)^2 / sum(w^2)
  difference <- p[1] - p[2]
  c(named(levels(d$group)[1], c(proportion = p[1], effective_sample_size = size(w[first]))),
    named(levels(d$group)[2], c(proportion = p[2], effective_sample_size = size(w[!first]))),
    estimate = difference, around(difference, error), standard_error = error, p_value = 2 * pnorm(-abs(difference / error)))
}

compute_logistic <- function(d, fit = "maximum_likelihood", variance = "model", by = "pair", small_sample = "none", interval = "wald") {
  if (fit != "maximum_likelihood") unknown("Firth's penalised likelihood of a logistic model, which base R has not")
  if (interval != "wald") unknown("the profile likelihood interval, which R finds to fewer digits")
  m <- design(d)
  weight <- if (is.null(d$weight)) rep(1, nrow(d)) else d$weight
  model <- logistic_fit(d$met, m$X, weight)
  Z <- cbind(1, m$X); e <- model$fitted.values; residual <- weight * (d$met - e)
  bread <- tryCatch(solve(crossprod(Z * sqrt(weight * e * (1 - e)))), error = function(e) NULL)
  V <- bread
  if (variance == "robust" && !is.null(bread)) {
    score <- residual * Z
    if (small_sample == "hc3") score <- score / (1 - weight * e * (1 - e) * rowSums((Z %*% bread) * Z))
    if (small_sample == "none") score <- rowsum(score, switch(by, pair = d$pair, patient = d$patient, cluster = d$cluster))
    V <- bread %*% crossprod(score) %*% bread
    if (small_sample == "hc1") V <- V * sum(weight > 0) / (sum(weight > 0) - ncol(Z))
  }
  known <- !model$infinite && !is.null(V)
  beta <- if (known) model$coefficients[-1] else rep(NA_real_, ncol(m$X))
  error <- if (known) sqrt(diag(V))[-1] else beta
  columns <- lapply(seq_along(m$names), function(i) {
    named(m$names[i], c(ratio("odds_ratio", beta[[i]], error[[i]]), z = beta[[i]] / error[[i]],
                        p_value = 2 * pnorm(-abs(beta[[i]] / error[[i]]))))
  })
  null <- logistic_fit(d$met, matrix(0, nrow(d), 0), weight)
  fall <- null$deviance - model$deviance
  c(n = nrow(d), responders = sum(d$met), unlist(columns), likelihood_ratio = fall,
    likelihood_ratio_p_value = pchisq(fall, ncol(m$X), lower.tail = FALSE))
}

compute_conditional_logistic <- function(d, by = "pair") {
  m <- design(d)
  set <- if (by == "pair") d$pair else d$stratum
  model <- NULL
  infinite <- FALSE
  withCallingHandlers(
    model <- coxph(Surv(rep(1, nrow(d)), d$met) ~ m$X + strata(set), ties = "exact", control = tight),
    warning = function(w) { if (grepl("infinite|converge", conditionMessage(w))) infinite <<- TRUE; invokeRestart("muffleWarning") })
  beta <- coef(model); error <- sqrt(diag(vcov(model)))
  if (infinite) beta[] <- error[] <- NA
  informative <- sum(tapply(d$met, set, function(y) any(y == 1) && any(y == 0)))
  columns <- lapply(seq_along(m$names), function(i) {
    named(m$names[i], c(ratio("odds_ratio", beta[[i]], error[[i]]), z = beta[[i]] / error[[i]],
                        p_value = 2 * pnorm(-abs(beta[[i]] / error[[i]]))))
  })
  c(n = nrow(d), informative_sets = informative, unlist(columns))
}
