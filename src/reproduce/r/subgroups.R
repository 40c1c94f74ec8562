# ---- Whether an effect differs between subgroups ---------------------------------------------------------------------
# d$level is the place of the subgroup of each patient.

# The group that is set against the second, where a model has several.
of_group <- function(d, group) { attr(d, "tested") <- group; d }

tested_group <- function(d) if (is.null(attr(d, "tested"))) levels(d$group)[1] else attr(d, "tested")

# Coefficients of a model with their covariance: of a logistic one, of a linear one, or of Cox's, by what the outcome is.
model_of <- function(d, X, ties) {
  if (!is.null(d$met)) {
    model <- logistic_fit(d$met, X); Z <- cbind(1, X); e <- model$fitted.values
    if (model$infinite) return(NULL)
    return(list(beta = coef(model)[-1], V = solve(crossprod(Z * sqrt(e * (1 - e))))[-1, -1, drop = FALSE],
                loss = -2 * sum(log(ifelse(d$met == 1, e, 1 - e)))))
  }
  if (!is.null(d$value)) {
    fit <- lm.fit(cbind(1, X), d$value); Z <- cbind(1, X); rss <- sum(fit$residuals^2); df <- nrow(Z) - ncol(Z)
    if (fit$rank < ncol(Z)) return(NULL)
    return(list(beta = fit$coefficients[-1], V = (rss / df * chol2inv(chol(crossprod(Z))))[-1, -1, drop = FALSE],
                loss = nrow(Z) * log(rss), df = df))
  }
  model <- cox_fit(d, X, ties)
  if (model$infinite) return(NULL)
  list(beta = coef(model$fit), V = vcov(model$fit), loss = -2 * model$fit$loglik[2])
}

# The effect in one subgroup on the scale of the estimand, and its variance.
effect_of <- function(d, scale, ties) {
  first <- d[d$group == tested_group(d), , drop = FALSE]; second <- d[d$group == levels(d$group)[2], , drop = FALSE]
  if (nrow(first) == 0 || nrow(second) == 0) return(c(NA, NA))
  if (scale %in% c("risk_difference", "risk_ratio")) {
    x <- c(sum(first$met), sum(second$met)); n <- c(nrow(first), nrow(second)); p <- x / n
    if (scale == "risk_difference") return(c(p[1] - p[2], sum(p * (1 - p) / n)))
    return(if (any(x == 0)) c(NA, NA) else c(log(p[1] / p[2]), sum(1 / x - 1 / n)))
  }
  if (scale == "mean_difference" && nlevels(d$group) == 2 && !any(grepl("^x\\.", names(d)))) {
    return(c(mean(first$value) - mean(second$value), var(first$value) / nrow(first) + var(second$value) / nrow(second)))
  }
  m <- design(d); place <- match(tested_group(d), setdiff(levels(d$group), levels(d$group)[2]))
  model <- model_of(d, m$X, ties)
  if (is.null(model)) c(NA, NA) else c(model$beta[[place]], model$V[place, place])
}

compute_interaction <- function(d, test, scale = "", ties = "efron") {
  if (!is.null(d$weight)) unknown("a test of interaction of weighted rows")
  present <- sort(unique(d$level)); k <- length(present) - 1
  tested <- tested_group(d); reference <- levels(d$group)[2]
  chi_squared <- function(value) {
    c(chi_squared = value, df = if (is.na(value)) NA else k, p_value = pchisq(value, k, lower.tail = FALSE))
  }
  if (test == "heterogeneity") {
    effects <- sapply(present, function(l) effect_of(d[d$level == l, , drop = FALSE], scale, ties))
    weight <- 1 / effects[2, ]
    return(chi_squared(sum(weight * (effects[1, ] - sum(weight * effects[1, ]) / sum(weight))^2)))
  }
  has <- function(l, g) any(d$level == l & d$group == g)
  whole <- all(sapply(present, has, tested) & sapply(present, has, reference))
  m <- design(d)
  others <- sapply(present[-1], function(l) as.numeric(d$level == l))
  told <- !is.null(d$stratum) && nrow(unique(d[, c("stratum", "level")])) == length(unique(d$stratum))
  # Products of the groups that are not tested, as far as they tell something.
  beside <- lapply(setdiff(levels(d$group), c(tested, reference)), function(g) {
    telling <- others[, sapply(present[-1], has, g), drop = FALSE] * (d$group == g)
    if (has(present[1], g)) telling else telling[, -1, drop = FALSE]
  })
  without <- do.call(cbind, c(list(m$X), if (!told) list(others), beside))
  X <- cbind(without, others * (d$group == tested))
  full <- if (whole) model_of(d, X, ties)
  last <- ncol(X) - k + seq_len(k)
  if (test == "likelihood_ratio") {
    return(chi_squared(if (is.null(full)) NA else max(0, model_of(d, without, ties)$loss - full$loss)))
  }
  wald <- if (is.null(full)) NA else drop(full$beta[last] %*% solve(full$V[last, last, drop = FALSE], full$beta[last]))
  if (is.null(d$value)) return(chi_squared(wald))
  if (is.null(full)) return(c(f = NA, df = NA, df_within = NA, p_value = NA))
  df <- full$df
  c(f = wald / k, df = k, df_within = df, p_value = pf(wald / k, k, df, lower.tail = FALSE))
}
