# ---- Times to an event -----------------------------------------------------------------------------------------------
# d$time and d$event (1 or 0); d$entry where rows come under observation late. survival iterates until nothing changes.

library(survival)
tight <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 100)

survival_of <- function(d) if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)

# Patients, and where their time is split, its intervals.
patients_in <- function(d) c(n = length(unique(d$patient)), if (!is.null(d$entry)) c(intervals = nrow(d)))

scales <- c(log_log = "log-log", log = "log", plain = "plain", arcsine = "arcsin")

compute_kaplan_meier <- function(d, interval, at = NULL, error = "greenwood", event = "event", quantiles = "median",
                                 after_last = "not_estimable") {
  d$met <- d$event
  if (event == "censoring") d$event <- 1 - d$event
  by_group(d, function(own) {
    if (nrow(own) == 0) return(patients_in(own))
    # Clark's C: after the event nothing is left to be observed.
    w <- if (is.null(own$weight)) rep(1, nrow(own)) else own$weight
    complete <- if (event != "censoring") NULL else if (is.null(own$possible)) NA else
      sum(w * own$time) / sum(w * ifelse(own$met == 1, own$time, own$possible))
    fit <- if (error == "greenwood") survfit(survival_of(own) ~ 1, conf.type = scales[[interval]], conf.int = level) else
      survfit(survival_of(own) ~ 1, weights = w, cluster = own$patient, robust = TRUE, conf.type = scales[[interval]],
              conf.int = level)
    last <- max(own$time)
    days <- lapply(at, function(day) {
      s <- summary(fit, times = day, extend = TRUE)
      known <- after_last == "carried" || day <= last || min(fit$surv) == 0
      # Where all survive, or none does, the formula has no interval.
      inside <- known && s$surv > 0 && s$surv < 1
      at_risk <- sum(own$time >= day & (if (is.null(own$entry)) TRUE else own$entry < day))
      named(day, c(survival = if (known) s$surv else NA, standard_error = if (known && s$surv > 0) s$std.err else NA,
                   lower = if (inside) s$lower else NA, upper = if (inside) s$upper else NA, at_risk = at_risk))
    })
    shares <- if (quantiles == "quartiles") c(first_quartile = 0.25, median = 0.5, third_quartile = 0.75) else c(median = 0.5)
    times <- lapply(names(shares), function(name) {
      q <- quantile(fit, shares[[name]])
      # quantile() has none where rounding leaves the curve a hair above the level, to which it comes at its end; print() has.
      on_level <- abs(fit$surv - (1 - shares[[name]])) < sqrt(.Machine$double.eps)
      if (is.na(q$quantile) && any(on_level)) q$quantile <- mean(c(fit$time[on_level][1], last))
      setNames(c(q$quantile, q$lower, q$upper), paste0(name, c("", "_lower", "_upper")))
    })
    c(patients_in(own), events = sum(own$event), unlist(days), unlist(times),
      if (!is.null(complete)) c(completeness = complete))
  })
}

# The columns of a model: each group but the second, which is the reference, then the covariates.
design <- function(d) {
  groups <- setdiff(levels(d$group), levels(d$group)[2])
  if (nlevels(d$group) < 2) groups <- character()
  X <- vapply(groups, function(g) as.numeric(d$group == g), numeric(nrow(d)))
  covariates <- grep("^x\\.", names(d), value = TRUE)
  X <- cbind(matrix(X, nrow = nrow(d), ncol = length(groups)), as.matrix(d[, covariates, drop = FALSE]))
  names <- c(if (length(groups) == 1) "" else groups, sub("^x\\.", "", covariates))
  list(X = unname(X), names = names, groups = length(groups))
}

# A Cox model of these columns. Of a coefficient that grows without end survival says so, and there is no estimate.
cox_fit <- function(d, X, ties, cluster = NULL, ...) {
  y <- survival_of(d)
  weight <- if (is.null(d$weight)) rep(1, nrow(d)) else d$weight
  stratum <- if (is.null(d$stratum)) rep(1, nrow(d)) else d$stratum
  infinite <- FALSE
  formula <- if (ncol(X) == 0) y ~ strata(stratum) else y ~ X + strata(stratum)
  fit <- withCallingHandlers(
    coxph(formula, weights = weight, ties = ties, cluster = cluster, robust = !is.null(cluster), control = tight, ...),
    warning = function(w) {
      if (grepl("infinite|converge", conditionMessage(w))) infinite <<- TRUE
      invokeRestart("muffleWarning")
    })
  # A column that tells nothing, as that of a group without patients, has no coefficient.
  list(fit = fit, infinite = infinite || anyNA(coef(fit)))
}

clusters <- function(d, variance, by) {
  if (variance == "robust") switch(by, pair = d$pair, patient = d$patient, cluster = d$cluster)
}

ratio <- function(name, beta, error) {
  setNames(c(exp(beta), exp(around(beta, error)), beta, error), c(name, "lower", "upper", paste0("log_", name), "standard_error"))
}

# Firth's penalised likelihood (Heinze and Schemper 2001, Biometrics 57:114): half the logarithm of the determinant of the information
# is added. survival gives likelihood, score and information at any coefficients; the slope of the determinant is taken of these.
cox_at <- function(d, X, ties, beta) {
  once <- coxph.control(iter.max = 0, toler.chol = 1e-13)
  y <- survival_of(d)
  weight <- if (is.null(d$weight)) rep(1, nrow(d)) else d$weight
  stratum <- if (is.null(d$stratum)) rep(1, nrow(d)) else d$stratum
  fit <- suppressWarnings(coxph(y ~ X + strata(stratum), weights = weight, ties = ties, init = beta, control = once))
  V <- unname(vcov(fit))
  list(log = fit$loglik[[1]] - determinant(V)$modulus[[1]] / 2, score = unname(colSums(as.matrix(residuals(fit, "score", weighted = TRUE)))), V = V)
}

penalised_cox_fit <- function(d, X, ties, beta = rep(0, ncol(X)), held = integer()) {
  free <- setdiff(seq_along(beta), held)
  for (iteration in 1:200) {
    now <- cox_at(d, X, ties, beta)
    if (length(free) == 0) break
    width <- 0.01 * sqrt(diag(now$V))
    half_log <- function(beta) -determinant(cox_at(d, X, ties, beta)$V)$modulus[[1]] / 2
    slope <- sapply(free, function(i) {
      at <- function(steps) half_log(beta + steps * width[i] * (seq_along(beta) == i))
      (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * width[i])
    })
    step <- solve(solve(now$V)[free, free, drop = FALSE], now$score[free] + slope)
    next_beta <- function(share) replace(beta, free, beta[free] + share * step)
    share <- 1
    while (share > 1e-6 && !(cox_at(d, X, ties, next_beta(share))$log >= now$log - 1e-12 * abs(now$log))) share <- share / 2
    beta <- next_beta(share)
    if (max(abs(step) / sqrt(diag(now$V))[free]) < 1e-11) break
  }
  c(now, list(beta = beta))
}

penalised_cox <- function(d, m, ties) {
  all <- penalised_cox_fit(d, m$X, ties)
  fall <- function(held, at) 2 * (all$log - penalised_cox_fit(d, m$X, ties, replace(all$beta, held, at), held)$log)
  tested <- function(held) {
    statistic <- max(0, fall(held, 0)); df <- length(held)
    c(chi_squared = statistic, df = df, p_value = pchisq(statistic, df, lower.tail = FALSE))
  }
  columns <- lapply(seq_along(m$names), function(i) {
    error <- sqrt(all$V[i, i]); beta <- all$beta[[i]]
    limits <- profile_limits(beta, error, function(value) fall(i, value), reach = 64, beyond = NA)
    named(m$names[i], c(hazard_ratio = exp(beta), exp(limits), log_hazard_ratio = beta, standard_error = error,
                        if (i > m$groups) tested(i)))
  })
  weight <- if (is.null(d$weight)) 1 else d$weight
  c(patients_in(d), events = sum(d$event & weight > 0), unlist(columns), if (m$groups > 0) tested(seq_len(m$groups)))
}

compute_cox <- function(d, ties = "efron", variance = "model", by = "pair", test = "wald", likelihood = "partial") {
  m <- design(d)
  if (nrow(d) == 0) return(c(patients_in(d), events = 0))
  if (likelihood == "firth") return(penalised_cox(d, m, ties))
  model <- cox_fit(d, m$X, ties, clusters(d, variance, by))
  beta <- coef(model$fit); error <- sqrt(diag(vcov(model$fit)))
  if (model$infinite) beta[] <- error[] <- NA
  # A robust covariance of as few clusters as there are coefficients has not its rank.
  few <- variance == "robust" && length(unique(clusters(d, variance, by))) <= ncol(m$X)
  if (few) error[] <- NA
  columns <- lapply(seq_along(m$names), function(i) {
    named(m$names[i], c(ratio("hazard_ratio", beta[[i]], error[[i]]),
                        if (m$groups < 2 && (i > m$groups || test == "wald") || i > m$groups)
                          c(z = beta[[i]] / error[[i]], p_value = 2 * pnorm(-abs(beta[[i]] / error[[i]])))))
  })
  tested <- seq_len(m$groups)
  joint <- if (m$groups > 1 || (m$groups == 1 && test != "wald")) {
    statistic <- switch(test,
      wald = if (model$infinite || few) NA else
        drop(beta[tested] %*% solve(vcov(model$fit)[tested, tested, drop = FALSE], beta[tested])),
      score = if (variance == "robust") model$fit$rscore else restricted_score(d, m, ties),
      likelihood_ratio = 2 * (model$fit$loglik[2] - restricted(d, m, ties)$loglik[2]))
    c(chi_squared = statistic, df = m$groups, p_value = pchisq(statistic, m$groups, lower.tail = FALSE))
  }
  weight <- if (is.null(d$weight)) 1 else d$weight
  c(patients_in(d), events = sum(d$event & weight > 0), unlist(columns), joint)
}

# The model without the groups.
restricted <- function(d, m, ties) {
  fit <- cox_fit(d, m$X[, -seq_len(m$groups), drop = FALSE], ties)$fit
  if (length(fit$loglik) == 1) fit$loglik <- rep(fit$loglik, 2)
  fit
}

restricted_score <- function(d, m, ties) {
  others <- if (ncol(m$X) > m$groups) coef(restricted(d, m, ties)) else NULL
  once <- coxph.control(iter.max = 0)
  y <- survival_of(d); X <- m$X
  stratum <- if (is.null(d$stratum)) rep(1, nrow(d)) else d$stratum
  suppressWarnings(coxph(y ~ X + strata(stratum), ties = ties, init = c(rep(0, m$groups), others), control = once))$score
}

# Observed and expected events of each group, their difference weighted at each event time, and its variance.
weighted_scores <- function(d, weight_at) {
  groups <- levels(d$group); k <- length(groups)
  entry <- if (is.null(d$entry)) rep(-Inf, nrow(d)) else d$entry
  stratum <- if (is.null(d$stratum)) rep(1, nrow(d)) else d$stratum
  observed <- expected <- score <- setNames(numeric(k), groups)
  variance <- matrix(0, k, k)
  for (s in unique(stratum)) {
    S <- 1
    for (t in sort(unique(d$time[d$event == 1 & stratum == s]))) {
      at_risk <- as.numeric(table(d$group[stratum == s & d$time >= t & entry < t]))
      events <- as.numeric(table(d$group[stratum == s & d$time == t & d$event == 1]))
      n <- sum(at_risk); m <- sum(events); share <- at_risk / n
      w <- weight_at(n, S)
      observed <- observed + events; expected <- expected + m * share
      score <- score + w * (events - m * share)
      if (n > 1) variance <- variance + w^2 * m * (n - m) / (n - 1) * (diag(share, k) - share %o% share)
      S <- S * (1 - m / n)
    }
  }
  list(observed = observed, expected = expected, score = score, variance = variance)
}

compute_log_rank <- function(d, weight = "equal", rho = 0, gamma = 0, form = "heterogeneity", alternative = "two_sided") {
  if (!is.null(d$weight)) unknown("a log-rank test of weighted rows")
  weight_at <- switch(weight, equal = function(n, S) 1, gehan = function(n, S) n, tarone_ware = function(n, S) sqrt(n),
                      peto = function(n, S) S, fleming_harrington = function(n, S) S^rho * (1 - S)^gamma)
  found <- weighted_scores(d, weight_at)
  present <- which(table(d$group) > 0)
  if (form == "trend") {
    scores <- seq_along(found$score) - 1
    chi_squared <- sum(scores * found$score)^2 / drop(scores %*% found$variance %*% scores); df <- 1
  } else {
    kept <- present[-length(present)]; df <- if (length(kept) == 0) NA else length(kept)
    chi_squared <- if (is.na(df)) NA else
      drop(found$score[kept] %*% solve(found$variance[kept, kept, drop = FALSE], found$score[kept]))
  }
  # The test that every statistician knows, where it is that one.
  if (weight == "equal" && form == "heterogeneity" && is.null(d$entry) && is.null(d$stratum) && length(present) > 1) {
    chi_squared <- survdiff(Surv(time, event) ~ group, data = d)$chisq
  }
  p_value <- if (alternative == "two_sided") pchisq(chi_squared, df, lower.tail = FALSE) else
    pnorm(found$score[[1]] / sqrt(found$variance[1, 1]), lower.tail = alternative == "less")
  each <- lapply(levels(d$group), function(g) {
    own <- d$group == g
    named(g, c(if (is.null(d$entry)) c(n = sum(own)) else patients_in(d[own, ]),
               observed = found$observed[[g]], expected = found$expected[[g]]))
  })
  c(chi_squared = chi_squared, df = df, p_value = p_value, unlist(each))
}

compute_proportional_hazards <- function(d, transform = "km", ties = "efron", decides = "nothing") {
  m <- design(d)
  model <- cox_fit(d, m$X, ties)
  tested <- if (model$infinite) matrix(NA, length(m$names) + 1, 3, dimnames = list(c(m$names, "GLOBAL"), c("chisq", "df", "p"))) else
    cox.zph(model$fit, transform = transform, terms = FALSE)$table
  columns <- lapply(seq_along(m$names), function(i) {
    named(m$names[i], c(chi_squared = tested[i, "chisq"], df = tested[i, "df"], p_value = tested[i, "p"]))
  })
  all <- tested["GLOBAL", ]
  c(unlist(columns), if (length(columns) > 1)
    c(global.chi_squared = all[["chisq"]], global.df = all[["df"]], global.p_value = all[["p"]]))
}

# The area under the curve until a day, and its standard error; none where nobody is observed until then.
restricted_mean <- function(own, to) {
  if (nrow(own) == 0) return(c(estimate = NA_real_, error = NA_real_))
  fit <- survfit(survival_of(own) ~ 1)
  if (to > max(own$time) && min(fit$surv) > 0) return(c(estimate = NA_real_, error = NA_real_))
  s <- summary(fit, rmean = to)$table
  error <- s[[grep("se\\(rmean\\)", names(s))]]
  c(estimate = s[[grep("rmean$", names(s))]], error = if (error > 0) error else NA)
}

compute_rmst <- function(d, to, contrast = "difference") {
  means <- sapply(levels(d$group), function(g) restricted_mean(d[d$group == g, , drop = FALSE], to))
  groups <- lapply(seq_len(ncol(means)), function(g) {
    own <- d[d$group == levels(d$group)[g], , drop = FALSE]
    named(levels(d$group)[g], c(patients_in(own), estimate = means[["estimate", g]],
                                around(means[["estimate", g]], means[["error", g]]), standard_error = means[["error", g]]))
  })
  if (ncol(means) != 2) return(unlist(groups))
  e <- means["estimate", ]; s <- means["error", ]
  compared <- if (contrast == "difference") {
    error <- sqrt(sum(s^2)); estimate <- e[[1]] - e[[2]]
    c(difference = estimate, around(estimate, error), standard_error = error, p_value = 2 * pnorm(-abs(estimate / error)))
  } else {
    if (contrast == "lost_ratio") e <- to - e
    error <- sqrt(sum((s / e)^2)); log_ratio <- log(e[[1]] / e[[2]])
    setNames(c(e[[1]] / e[[2]], exp(around(log_ratio, error)), error, 2 * pnorm(-abs(log_ratio / error))),
             c(contrast, "lower", "upper", "standard_error", "p_value"))
  }
  c(unlist(groups), compared)
}

compute_survival_difference <- function(d, at) {
  read <- function(own, day) {
    fit <- survfit(survival_of(own) ~ 1)
    if (day > max(own$time) && min(fit$surv) > 0) return(c(NA, NA))
    s <- summary(fit, times = day, extend = TRUE)
    c(s$surv, if (s$surv > 0 && s$surv < 1) s$std.err else NA)
  }
  unlist(lapply(at, function(day) {
    one <- read(d[d$group == levels(d$group)[1], ], day); two <- read(d[d$group == levels(d$group)[2], ], day)
    difference <- one[1] - two[1]; error <- sqrt(one[2]^2 + two[2]^2)
    named(day, c(difference = difference, around(difference, error), standard_error = error, z = difference / error,
                 p_value = 2 * pnorm(-abs(difference / error))))
  }))
}

# The sum of d / n, with the variance of d / n^2.
compute_nelson_aalen <- function(d, interval = "log", at = NULL) {
  by_group(d, function(own) {
    if (nrow(own) == 0) return(patients_in(own))
    fit <- survfit(survival_of(own) ~ 1)
    days <- lapply(at, function(day) {
      until <- fit$time <= day; known <- day <= max(own$time)
      hazard <- if (known) sum((fit$n.event / fit$n.risk)[until]) else NA
      error <- sqrt(sum((fit$n.event / fit$n.risk^2)[until]))
      limits <- if (!known || hazard == 0) no_limits else switch(interval,
        log = hazard * exp(c(lower = -1, upper = 1) * z * error / hazard),
        plain = pmax(0, around(hazard, error)))
      named(day, c(cumulative_hazard = hazard, standard_error = if (known) error else NA, limits))
    })
    c(patients_in(own), events = sum(own$event), unlist(days))
  })
}

compute_concordance <- function(d, ties = "efron", by = "row") {
  m <- design(d)
  risk <- drop(m$X %*% coef(cox_fit(d, m$X, ties)$fit))
  weight <- if (is.null(d$weight)) rep(1, nrow(d)) else d$weight
  stratum <- if (is.null(d$stratum)) rep(1, nrow(d)) else d$stratum
  y <- survival_of(d)
  cluster <- switch(by, row = seq_len(nrow(d)), patient = d$patient, pair = d$pair)
  found <- concordance(y ~ risk + strata(stratum), weights = weight, cluster = cluster, reverse = TRUE)
  error <- sqrt(found$var)
  limits <- around(found$concordance, if (error > 0) error else NA)
  c(concordance = found$concordance[[1]], lower = max(0, limits[["lower"]]), upper = min(1, limits[["upper"]]), standard_error = error)
}

# Of a patient whose covariates are all 0, or at their means.
compute_cox_baseline <- function(d, ties = "efron", patient = "mean", at = NULL) {
  m <- design(d); y <- survival_of(d)
  stratum <- if (is.null(d$stratum)) rep(1, nrow(d)) else d$stratum
  weight <- if (is.null(d$weight)) rep(1, nrow(d)) else d$weight
  X <- m$X
  fit <- coxph(y ~ X + strata(stratum), weights = weight, ties = ties, control = tight)
  baseline <- basehaz(fit, centered = FALSE)
  means <- colSums(X * weight) / sum(weight)
  factor <- if (patient == "mean") exp(sum(coef(fit) * means)) else 1
  several <- length(unique(stratum)) > 1
  unlist(lapply(sort(unique(stratum)), function(s) {
    own <- if (several) baseline[baseline$strata == paste0("stratum=", s) | baseline$strata == s, ] else baseline
    unlist(lapply(at, function(day) {
      hazard <- if (day > max(d$time[stratum == s])) NA else factor * max(0, own$hazard[own$time <= day])
      word <- if (is.null(d$stratum)) day else join(s - 1, day)
      named(word, c(cumulative_hazard = hazard, survival = exp(-hazard)))
    }))
  }))
}
