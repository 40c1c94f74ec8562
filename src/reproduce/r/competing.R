# ---- Competing risks -------------------------------------------------------------------------------------------------
# d$cause is 0 where censored, else the place of the cause.

library(cmprsk)

causes_of <- function(d) attr(d, "causes")

# The limits of a share whose standard error is known, symmetric on the scale asked for; none without an estimate.
incidence_limits <- function(estimate, error, interval) {
  if (is.na(estimate) || estimate <= 0 || estimate >= 1 || error <= 0) return(no_limits)
  relative <- error / estimate
  limits <- switch(interval,
    plain = pmin(1, pmax(0, around(estimate, error))),
    log = pmin(1, estimate * exp(c(-z, z) * relative)),
    log_log = exp(-exp(log(-log(estimate)) - c(-1, 1) * z * relative / log(estimate))))
  limits <- sort(as.numeric(limits))
  c(lower = limits[1], upper = limits[2])
}

compute_aalen_johansen <- function(d, interval, at = NULL, error = "aalen") {
  names <- causes_of(d)
  by_group(d, function(own) {
    if (nrow(own) == 0) return(c(n = 0))
    # cuminc stops where nothing happened.
    found <- if (any(own$cause > 0)) cuminc(own$time, own$cause, cencode = 0) else list()
    last <- max(own$time)
    all <- lapply(seq_along(names), function(k) {
      curve <- found[[paste("1", k)]]
      days <- lapply(at, function(day) {
        at_risk <- sum(own$time >= day)
        known <- day <= last || !any(own$cause[own$time == last] == 0)
        read <- if (is.null(curve)) c(0, 0) else { i <- max(which(curve$time <= day)); c(curve$est[i], curve$var[i]) }
        if (error == "jackknife") unknown("the jackknife variance of the cumulative incidence")
        estimate <- if (known) read[1] else NA; se <- if (known) sqrt(read[2]) else NA
        named(day, c(incidence = estimate, standard_error = se, if (known) incidence_limits(estimate, se, interval) else no_limits,
                     at_risk = at_risk))
      })
      named(names[k], c(events = sum(own$cause == k), unlist(days)))
    })
    c(n = nrow(own), unlist(all))
  })
}

compute_gray <- function(d, rho = 0) {
  names <- causes_of(d)
  stratum <- if (is.null(d$stratum)) rep(1, nrow(d)) else d$stratum
  # cuminc reads beyond the end of no rows.
  tests <- if (nrow(d) > 0) cuminc(d$time, d$cause, factor(d$group), strata = stratum, rho = rho, cencode = 0)$Tests
  unlist(lapply(seq_along(names), function(k) {
    row <- if (!is.null(tests) && as.character(k) %in% rownames(tests)) tests[as.character(k), ] else c(stat = NA, df = NA)
    df <- row[["df"]]
    # What cuminc says of a single group.
    if (!is.na(df) && row[["stat"]] < 0) row <- c(stat = NA, df = df <- NA)
    named(names[k], c(chi_squared = row[["stat"]], df = df, p_value = pchisq(row[["stat"]], df, lower.tail = FALSE)))
  }))
}

# The rows of a cause against all others, which count as censored.
of_cause <- function(d, k) { d$event <- as.numeric(d$cause == k); d }

compute_cause_specific_log_rank <- function(d, cause = 1) compute_log_rank(of_cause(d, cause))

compute_cause_specific_cox <- function(d, cause = 1, ties = "efron", ...) {
  values <- compute_cox(of_cause(d, cause), ties = ties, ...)
  setNames(values, sub("(^|[.])hazard_ratio$", "\\1cause_specific_hazard_ratio", names(values)))
}

# The weights of crr are those of one distribution of censoring, with events before censorings of a day; of several, its variance is
# another one.
compute_fine_gray <- function(d, cause = 1, censoring = "with_events", censoring_by = "all", variance = "sandwich") {
  if (!is.null(d$weight) || variance != "sandwich") unknown("a Fine-Gray model without the variance of its weights")
  if (censoring_by != "all") unknown("a Fine-Gray model whose censoring differs by group or stratum")
  if (censoring != "with_events") unknown("a Fine-Gray model whose censorings of a day come after its events")
  m <- design(d)
  # crr ends before it is at its maximum where columns are of unlike sizes.
  spread <- apply(m$X, 2, sd)
  Z <- sweep(sweep(m$X, 2, colMeans(m$X)), 2, spread, "/")
  fit <- crr(d$time, d$cause, Z, failcode = cause, cencode = 0, gtol = 1e-12, maxiter = 50)
  beta <- fit$coef / spread; error <- sqrt(diag(fit$var)) / spread
  columns <- lapply(seq_along(m$names), function(i) {
    named(m$names[i], c(ratio("subdistribution_hazard_ratio", beta[[i]], error[[i]]), log_hazard_ratio = beta[[i]],
                        z = beta[[i]] / error[[i]], p_value = 2 * pnorm(-abs(beta[[i]] / error[[i]]))))
  })
  c(n = nrow(d), events = sum(d$cause == cause), unlist(columns))
}
