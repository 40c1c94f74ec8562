# ---- Numbers ---------------------------------------------------------------------------------------------------------
# d$value is the outcome.

# Moments as Joanes and Gill (1998) adjust them.
adjusted_skewness <- function(v) {
  n <- length(v); m <- function(k) mean((v - mean(v))^k)
  if (n < 3 || m(2) == 0) NA else m(3) / m(2)^1.5 * sqrt(n * (n - 1)) / (n - 2)
}

adjusted_kurtosis <- function(v) {
  n <- length(v); m <- function(k) mean((v - mean(v))^k)
  if (n < 4 || m(2) == 0) NA else (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m(4) / m(2)^2 - 3) + 6)
}

compute_summary <- function(d, definition) {
  by_group(d, function(own) {
    v <- own$value
    if (length(v) == 0) return(c(n = 0))
    q <- quantile(v, c(0, 0.25, 0.75, 1), type = definition, names = FALSE)
    error <- qt(1 - (1 - level) / 2, length(v) - 1) * sd(v) / sqrt(length(v))
    limits <- if (length(v) < 2 || sd(v) == 0) no_limits else c(lower = mean(v) - error, upper = mean(v) + error)
    positive <- all(v > 0)
    c(n = length(v), estimate = mean(v), limits, standard_deviation = sd(v), minimum = q[1], first_quartile = q[2],
      median = median(v), third_quartile = q[3], maximum = q[4], median_absolute_deviation = mad(v),
      coefficient_of_variation = if (mean(v) == 0) NA else sd(v) / mean(v),
      geometric_mean = if (positive) exp(mean(log(v))) else NA,
      geometric_coefficient_of_variation = if (positive) sqrt(expm1(var(log(v)))) else NA,
      skewness = adjusted_skewness(v), kurtosis = adjusted_kurtosis(v))
  })
}

sides <- c(two_sided = "two.sided", less = "less", greater = "greater")

groups_of <- function(d) lapply(levels(d$group), function(g) d$value[d$group == g])

compute_t_test <- function(d, variance, alternative = "two_sided") {
  g <- groups_of(d)
  test <- function(...) {
    if (variance == "paired") t.test(pair_differences(d), ...) else t.test(g[[1]], g[[2]], var.equal = variance == "equal", ...)
  }
  both <- test(conf.level = level)
  estimate <- if (variance == "paired") both$estimate[[1]] else both$estimate[[1]] - both$estimate[[2]]
  c(estimate = estimate, lower = both$conf.int[1], upper = both$conf.int[2], standard_error = both$stderr,
    t = both$statistic[[1]], df = both$parameter[[1]], p_value = test(alternative = sides[[alternative]])$p.value)
}

compute_analysis_of_variance <- function(d, variance) {
  d <- d[d$group %in% names(which(table(d$group) > 0)), , drop = FALSE]
  test <- oneway.test(value ~ group, data = d, var.equal = variance == "equal")
  c(f = test$statistic[[1]], df = test$parameter[[1]], df_within = test$parameter[[2]], p_value = test$p.value)
}

of_test <- function(test) c(chi_squared = test$statistic[[1]], df = test$parameter[[1]], p_value = test$p.value)

compute_kruskal_wallis <- function(d) of_test(kruskal.test(d$value, factor(d$group)))
compute_bartlett <- function(d) of_test(bartlett.test(d$value, factor(d$group)))

compute_variance_ratio <- function(d) {
  g <- groups_of(d); test <- var.test(g[[1]], g[[2]], conf.level = level)
  c(estimate = test$estimate[[1]], lower = test$conf.int[1], upper = test$conf.int[2], p_value = test$p.value)
}

# What stands in the columns of a model for a patient of a group whose covariates are those of all patients.
patient_of <- function(d, m, group, margins) {
  x <- colMeans(m$X)
  of_levels <- attr(d, "of_levels")
  if (margins == "equal") for (column in names(of_levels)) x[match(sub("^x\\.", "", column), m$names)] <- 1 / of_levels[[column]]
  x[seq_len(m$groups)] <- as.numeric(setdiff(levels(d$group), levels(d$group)[2])[seq_len(m$groups)] == group)
  c(1, x)
}

compute_linear_model <- function(d, variance = "model", margins = "equal") {
  m <- design(d); X <- cbind(1, m$X)
  fit <- lm.fit(X, d$value)
  no_means <- lapply(levels(d$group), named, c(adjusted_mean = NA, adjusted_mean_lower = NA, adjusted_mean_upper = NA))
  if (fit$rank < ncol(X)) {
    none <- c(estimate = NA, no_limits, standard_error = NA, t = NA, p_value = NA)
    columns <- lapply(m$names, named, none)
    return(c(n = nrow(d), unlist(columns), unlist(no_means), residual_standard_deviation = NA, df = NA, r_squared = NA))
  }
  df <- nrow(d) - ncol(X); sigma <- sqrt(sum(fit$residuals^2) / df)
  bread <- chol2inv(chol(crossprod(X)))
  h <- rowSums((X %*% bread) * X)
  V <- switch(variance, model = sigma^2 * bread, hc0 = bread %*% crossprod(fit$residuals * X) %*% bread,
              hc3 = bread %*% crossprod(fit$residuals / (1 - h) * X) %*% bread)
  columns <- lapply(seq_along(m$names), function(i) {
    b <- fit$coefficients[[i + 1]]; e <- sqrt(V[i + 1, i + 1]); half <- qt(1 - (1 - level) / 2, df) * e
    named(m$names[i], c(estimate = b, lower = b - half, upper = b + half, standard_error = e, t = b / e, p_value = 2 * pt(-abs(b / e), df)))
  })
  means <- lapply(levels(d$group), function(g) {
    x <- patient_of(d, m, g, margins)
    mean <- sum(x * fit$coefficients); half <- qt(1 - (1 - level) / 2, df) * sqrt(sum(x * (V %*% x)))
    if (!isTRUE(half > 0)) half <- NA
    named(g, c(adjusted_mean = mean, adjusted_mean_lower = mean - half, adjusted_mean_upper = mean + half))
  })
  c(n = nrow(d), unlist(columns), unlist(means), residual_standard_deviation = sigma, df = df,
    r_squared = 1 - sum(fit$residuals^2) / sum((d$value - mean(d$value))^2))
}

compute_correlation <- function(d, coefficient) {
  covariates <- grep("^x\\.", names(d), value = TRUE)
  unlist(lapply(covariates, function(column) {
    x <- d$value; y <- d[[column]]
    values <- switch(coefficient,
      pearson = { t <- cor.test(x, y, conf.level = level); c(estimate = t$estimate[[1]], lower = t$conf.int[1], upper = t$conf.int[2], p_value = t$p.value) },
      spearman = { r <- cor(rank(x), rank(y)); t <- r * sqrt((length(x) - 2) / (1 - r^2))
                   c(estimate = r, no_limits, p_value = 2 * pt(-abs(t), length(x) - 2)) },
      kendall = { t <- suppressWarnings(cor.test(x, y, method = "kendall", exact = FALSE)); c(estimate = t$estimate[[1]], no_limits, p_value = t$p.value) })
    named(substring(column, 3), values)
  }))
}
