# ---- Events of patients, and rates -----------------------------------------------------------------------------------

# The events of a line: all of them, the severe ones, those of a class, or those of a term.
of_line <- function(e, line) {
  if (line == "any") rep(TRUE, nrow(e)) else if (line == "severe") e$severe == 1 else
    e$class_line %in% line | e$term_line %in% line
}

lines_of <- function(e) unique(c("any", "severe", na.omit(e$class_line), na.omit(e$term_line)))

share <- function(is, prefix = "") setNames(c(sum(is), if (length(is)) mean(is) else NA), paste0(prefix, c("patients", "proportion")))

# Patients with an event of each line, with a severe one, and how many events there were; then the worst grade of each patient.
compute_events <- function(p, e, grades) {
  lines <- lapply(lines_of(e), function(line) {
    own <- e[of_line(e, line), , drop = FALSE]
    named(line, by_group(p, function(patients) {
      severe <- patients$patient %in% own$patient[own$severe == 1]
      c(share(patients$patient %in% own$patient), severe = sum(severe), severe_proportion = if (nrow(patients)) mean(severe) else NA,
        occurrences = sum(own$patient %in% patients$patient))
    }))
  })
  # An event whose grade is unknown is below every grade.
  worst <- tapply(ifelse(is.na(e$grade), -Inf, e$grade), factor(e$patient, levels = p$patient), max)
  grades <- lapply(c(grades, -Inf), function(grade) {
    word <- if (grade == -Inf) "unknown" else grade
    named(join("worst_grade", word), by_group(p, function(patients) share(worst[patients$patient] %in% grade)))
  })
  c(by_group(p, function(patients) c(n = nrow(patients))), unlist(lines), unlist(grades))
}

# A method of rates on the time to the first event of each line, from and to the days between which a patient is at risk.
each_line <- function(p, e, year, words, method) {
  at_risk <- p[!is.na(p$from) & !is.na(p$to), , drop = FALSE]
  lines <- lapply(lines_of(e), function(line) {
    own <- merge(e[of_line(e, line), c("patient", "day"), drop = FALSE], at_risk[, c("patient", "from", "to")], by = "patient")
    own <- own[!is.na(own$day) & own$day >= own$from & own$day <= own$to, , drop = FALSE]
    first <- tapply(own$day, factor(own$patient, levels = at_risk$patient), min)
    met <- !is.na(first)
    d <- data.frame(patient = at_risk$patient, group = at_risk$group, events = as.numeric(met),
                    years = (ifelse(met, first, at_risk$to) - at_risk$from) / year)
    named(line, named(words, method(d)))
  })
  unlist(lines)
}

# How many have which best response.
compute_best_responses <- function(d) {
  unlist(lapply(attr(d, "categories"), function(code) named(code, by_group(d, function(own) share(own$category %in% code)))))
}

rates_of <- function(d) lapply(levels(d$group), function(g) c(events = sum(d$events[d$group == g]), time = sum(d$years[d$group == g])))

# Garwood's exact interval by gamma quantiles, or Byar's approximation to it.
compute_incidence_rate <- function(d, interval, per) {
  tail <- (1 - level) / 2
  by_group(d, function(own) {
    x <- sum(own$events); t <- sum(own$years)
    byar <- function(o, z) if (o == 0) 0 else max(0, o * (1 - 1 / (9 * o) + z / (3 * sqrt(o)))^3)
    limits <- switch(interval,
      garwood = c(if (x == 0) 0 else qgamma(tail, x), qgamma(1 - tail, x + 1)),
      byar = c(byar(x, -z), byar(x + 1, z)))
    known <- t > 0
    c(events = x, time_at_risk = t, estimate = if (known) per * x / t else NA, lower = if (known) per * limits[1] / t else NA,
      upper = if (known) per * limits[2] / t else NA)
  })
}

compute_poisson_test <- function(d, null, per) {
  by_group(d, function(own) {
    x <- sum(own$events); t <- sum(own$years)
    c(p_value = if (t > 0) poisson.test(x, t, null / per)$p.value else NA)
  })
}

compute_rate_ratio <- function(d, interval) {
  r <- rates_of(d)
  x <- c(r[[1]][["events"]], r[[2]][["events"]]); t <- c(r[[1]][["time"]], r[[2]][["time"]])
  if (any(t <= 0) || sum(x) == 0) return(c(estimate = NA, no_limits, p_value = NA))
  estimate <- (x[1] / t[1]) / (x[2] / t[2])
  limits <- switch(interval,
    wald = if (any(x == 0)) no_limits else exp(around(log(estimate), sqrt(sum(1 / x)))),
    exact = { q <- poisson.test(x, t, conf.level = level)$conf.int; c(lower = q[1], upper = q[2]) })
  c(estimate = estimate, limits, p_value = poisson.test(x, t)$p.value)
}
