# ---- Weights and logistic models -------------------------------------------------------------------------------------

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
  # A group of one tells nothing of its variance.
  error <- if (min(sum(first), sum(!first)) < 2) NA else sqrt(sum(influence^2))
  size <- function(w) sum(w)^2 / sum(w^2)
  difference <- p[1] - p[2]
  c(named(levels(d$group)[1], c(proportion = p[1], effective_sample_size = size(w[first]))),
    named(levels(d$group)[2], c(proportion = p[2], effective_sample_size = size(w[!first]))),
    estimate = difference, around(difference, error), standard_error = error, p_value = 2 * pnorm(-abs(difference / error)))
}

# Firth's penalised likelihood (1993, Biometrika 80:27; Heinze and Schemper 2002, Stat Med 21:2409): half the logarithm of the
# determinant of the information is added.
penalised_logistic_fit <- function(y, Z, weight, beta = rep(0, ncol(Z)), held = integer()) {
  free <- setdiff(seq_along(beta), held)
  information <- function(e) crossprod(Z * sqrt(weight * e * (1 - e)))
  log_of <- function(beta) {
    eta <- drop(Z %*% beta)
    sum(weight * plogis(ifelse(y == 1, eta, -eta), log.p = TRUE)) + determinant(information(plogis(eta)))$modulus[[1]] / 2
  }
  for (iteration in 1:5000) {
    e <- plogis(drop(Z %*% beta)); I <- information(e)
    leverage <- weight * e * (1 - e) * rowSums((Z %*% solve(I)) * Z)
    score <- crossprod(Z, weight * (y - e) + leverage * (0.5 - e))[free]
    step <- solve(I[free, free, drop = FALSE], score)
    share <- 1
    while (share > 1e-6 && !(log_of(replace(beta, free, beta[free] + share * step)) >= log_of(beta) - 1e-13 * abs(log_of(beta))))
      share <- share / 2
    beta <- replace(beta, free, beta[free] + share * step)
    if (max(abs(Z[, free, drop = FALSE] %*% step)) < 1e-13) break
  }
  list(beta = beta, V = solve(information(plogis(drop(Z %*% beta)))), log = log_of(beta))
}

penalised_logistic <- function(d, m, weight, interval) {
  Z <- cbind(1, m$X); all <- penalised_logistic_fit(d$met, Z, weight)
  fall <- function(held, at) {
    start <- replace(all$beta, held, at)
    2 * (all$log - penalised_logistic_fit(d$met, Z, weight, start, held)$log)
  }
  columns <- lapply(seq_along(m$names), function(i) {
    beta <- all$beta[[i + 1]]; error <- sqrt(all$V[i + 1, i + 1])
    values <- c(ratio("odds_ratio", beta, error), z = beta / error)
    if (interval == "profile") {
      limits <- profile_limits(beta, error, function(value) fall(i + 1, value), reach = 64, beyond = NA)
      values[c("lower", "upper")] <- exp(limits)
      values["z"] <- sign(beta) * sqrt(max(0, fall(i + 1, 0)))
    }
    named(m$names[i], c(values, p_value = 2 * pnorm(-abs(values[["z"]]))))
  })
  statistic <- max(0, fall(seq_len(ncol(m$X)) + 1, 0))
  c(n = nrow(d), responders = sum(d$met), unlist(columns), likelihood_ratio = statistic,
    likelihood_ratio_p_value = pchisq(statistic, ncol(m$X), lower.tail = FALSE))
}

compute_logistic <- function(d, fit = "maximum_likelihood", variance = "model", by = "pair", small_sample = "none", interval = "wald") {
  m <- design(d)
  weight <- if (is.null(d$weight)) rep(1, nrow(d)) else d$weight
  if (fit == "firth") return(penalised_logistic(d, m, weight, interval))
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
  # Twice the fall of the likelihood where the coefficient of a column is held.
  fall <- function(i, value) {
    offset <- m$X[, i] * value
    held <- glm.fit(Z[, -(i + 1), drop = FALSE], d$met, weights = weight, family = binomial(), control = exactly, offset = offset)
    held$deviance - model$deviance
  }
  beta <- if (known) model$coefficients[-1] else rep(NA_real_, ncol(m$X))
  error <- if (known) sqrt(diag(V))[-1] else beta
  columns <- lapply(seq_along(m$names), function(i) {
    values <- c(ratio("odds_ratio", beta[[i]], error[[i]]), z = beta[[i]] / error[[i]],
                p_value = 2 * pnorm(-abs(beta[[i]] / error[[i]])))
    if (interval == "profile" && known) {
      limits <- suppressWarnings(profile_limits(beta[[i]], error[[i]], function(value) fall(i, value)))
      values[c("lower", "upper")] <- exp(limits)
    }
    named(m$names[i], values)
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
