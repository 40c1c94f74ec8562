# What the results of this plan must be, by survival and cmprsk. Run in this folder: Rscript expected.R > expected.csv
library(survival)
library(cmprsk)

table <- read.csv("../data/colon.csv")
d <- table[table$etype == 2, ]
r <- table[table$etype == 1, ]
d <- d[order(d$id), ]
r <- r[order(r$id), ]
stopifnot(all(d$id == r$id), nrow(d) == 929)
d$arm <- factor(c("Obs" = "obs", "Lev" = "lev", "Lev+5FU" = "lev_5fu")[d$rx], c("obs", "lev", "lev_5fu"))
d$os <- d$status
d$rfs_time <- r$time
d$rfs <- pmax(r$status, d$status)
d$first <- ifelse(r$status == 1, 1, ifelse(d$status == 1, 2, 0))
d$old <- d$age >= 65
arms <- levels(d$arm)
control <- coxph.control(eps = 1e-13, iter.max = 100)

found <- c()
says <- function(id, value) found[[id]] <<- unname(value)
model <- function(before, fit, at = "arm") {
  s <- summary(fit)
  says(paste0(before, "n"), fit$n)
  says(paste0(before, "events"), fit$nevent)
  for (row in grep(paste0("^", at), rownames(s$coefficients))) {
    name <- rownames(s$coefficients)[row]
    part <- if (nlevels(droplevels(d$arm[d$in_fit])) == 2) "" else paste0(sub("^arm", "", name), ".")
    says(paste0(before, part, "log_hazard_ratio"), s$coefficients[row, "coef"])
    says(paste0(before, part, "hazard_ratio"), s$coefficients[row, "exp(coef)"])
    says(paste0(before, part, "standard_error"), s$coefficients[row, "se(coef)"])
    says(paste0(before, part, "lower"), s$conf.int[row, "lower .95"])
    says(paste0(before, part, "upper"), s$conf.int[row, "upper .95"])
  }
}
test <- function(before, fit) {
  says(paste0(before, "chi_squared"), fit$chisq)
  says(paste0(before, "p_value"), pchisq(fit$chisq, 1, lower.tail = FALSE))
}
curves <- function(before, formula) {
  for (arm in arms) {
    fit <- survfit(formula, data = d[d$arm == arm, ], conf.type = "log-log")
    q <- quantile(fit, 0.5)
    here <- paste0(before, arm, ".")
    says(paste0(here, "median"), q$quantile)
    says(paste0(here, "median_lower"), q$lower)
    says(paste0(here, "median_upper"), q$upper)
    s <- summary(fit, times = c(365, 1096, 1826))
    for (i in 1:3) {
      at <- paste0(here, s$time[i], ".")
      says(paste0(at, "survival"), s$surv[i])
      says(paste0(at, "lower"), s$lower[i])
      says(paste0(at, "upper"), s$upper[i])
    }
  }
}

# Clauses 7.1 and 7.2.
d$in_fit <- TRUE
p <- c()
for (outcome in c("survival", "free_of_recurrence")) {
  d$t <- if (outcome == "survival") d$time else d$rfs_time
  d$e <- if (outcome == "survival") d$os else d$rfs
  model(paste0(outcome, ".cox.efron."),
    coxph(Surv(t, e) ~ arm + strata(extent, surg, node4), data = d, ties = "efron", control = control))
  curves(paste0(outcome, ".kaplan_meier.log_log."), Surv(t, e) ~ 1)
  for (arm in c("lev", "lev_5fu")) {
    two <- d[d$arm %in% c(arm, "obs"), ]
    two$arm <- droplevels(two$arm)
    fit <- survdiff(Surv(t, e) ~ arm + strata(extent, surg, node4), data = two)
    test(paste0(outcome, ".", arm, "_against_obs.log_rank.equal."), fit)
    p[paste(outcome, arm)] <- pchisq(fit$chisq, 1, lower.tail = FALSE)
  }
}

# Clause 7.1: follow-up, the end of which is the event.
for (arm in arms) {
  rows <- d[d$arm == arm, ]
  fit <- survfit(Surv(time, 1 - os) ~ 1, data = rows, conf.type = "log-log")
  q <- quantile(fit, 0.5)
  here <- paste0("follow_up.kaplan_meier.log_log.", arm, ".")
  says(paste0(here, "n"), nrow(rows))
  says(paste0(here, "events"), sum(1 - rows$os))
  says(paste0(here, "median"), q$quantile)
  says(paste0(here, "median_lower"), q$lower)
  says(paste0(here, "median_upper"), q$upper)
}

# Clause 7.3: the graph, by the algorithm 2 of Bretz et al. for adjusted p-values.
hypotheses <- c("survival lev", "survival lev_5fu", "free_of_recurrence lev", "free_of_recurrence lev_5fu")
p <- p[hypotheses]
w <- c(0.5, 0.5, 0, 0)
g <- rbind(c(0, 0.5, 0.5, 0), c(0.5, 0, 0, 0.5), c(0, 1, 0, 0), c(1, 0, 0, 0))
left <- 1:4
adjusted <- rep(NA, 4)
largest <- 0
while (length(left) > 0) {
  ratio <- ifelse(w[left] > 0, p[left] / w[left], Inf)
  j <- left[which.min(ratio)]
  largest <- max(largest, min(1, min(ratio)))
  adjusted[j] <- largest
  left <- setdiff(left, j)
  new_w <- w
  new_g <- g
  for (l in left) {
    new_w[l] <- w[l] + w[j] * g[j, l]
    for (k in left) {
      new_g[l, k] <- if (l == k || g[l, j] * g[j, l] >= 1) 0 else (g[l, k] + g[l, j] * g[j, k]) / (1 - g[l, j] * g[j, l])
    }
  }
  w <- new_w
  g <- new_g
}
for (i in 1:4) says(paste0("hypotheses.", sub(" ", ".", hypotheses[i]), "_against_obs.p_value"), adjusted[i])

# Clause 7.4.
two <- d$arm %in% c("lev_5fu", "obs")
pair <- function(before, rows) {
  d$in_fit <<- rows
  model(before, coxph(Surv(time, os) ~ arm, data = droplevels(d[rows, ]), ties = "efron", control = control))
}
pair("survival_pair.cox.efron.", two)
subgroup <- function(name, values, called) {
  for (i in seq_along(called)) {
    level <- sort(unique(values))[i]
    pair(paste0("survival_in.", name, ".", called[i], ".cox.efron."), two & !is.na(values) & values == level)
  }
  rows <- droplevels(d[two, ])
  rows$by <- factor(values[two])
  with <- coxph(Surv(time, os) ~ arm * by, data = rows, ties = "efron", control = control)
  without <- coxph(Surv(time, os) ~ arm + by, data = rows, ties = "efron", control = control)
  chi_squared <- 2 * (with$loglik[2] - without$loglik[2])
  says(paste0("survival_in.", name, ".interaction.likelihood_ratio.chi_squared"), chi_squared)
  says(paste0("survival_in.", name, ".interaction.likelihood_ratio.p_value"),
    pchisq(chi_squared, nlevels(rows$by) - 1, lower.tail = FALSE))
}
subgroup("sex", d$sex, c("female", "male"))
subgroup("age>=65", d$old, c("no", "yes"))
for (name in c("obstruct", "adhere", "node4")) subgroup(name, d[[name]], c("no", "yes"))
subgroup("surg", d$surg, c("short", "long"))
subgroup("differ", d$differ, c("well", "moderate", "poor"))

# Clause 7.5.
d$in_fit <- TRUE
simple <- coxph(Surv(time, os) ~ arm, data = d, ties = "efron", control = control)
model("survival_simple.cox.efron.", simple)
for (arm in c("lev", "lev_5fu")) {
  rows <- droplevels(d[d$arm %in% c(arm, "obs"), ])
  test(paste0("survival_simple.", arm, "_against_obs.log_rank.equal."), survdiff(Surv(time, os) ~ arm, data = rows))
}
zph <- cox.zph(simple, transform = "km", terms = FALSE, global = TRUE)$table
says("survival_simple.proportional_hazards.km.lev.chi_squared", zph[1, "chisq"])
says("survival_simple.proportional_hazards.km.lev_5fu.chi_squared", zph[2, "chisq"])
says("survival_simple.proportional_hazards.km.global.chi_squared", zph["GLOBAL", "chisq"])
says("survival_simple.proportional_hazards.km.global.p_value", zph["GLOBAL", "p"])
adjusted_fit <- coxph(
  Surv(time, os) ~ arm + age + sex + obstruct + perfor + adhere + factor(differ) + factor(extent) + surg + node4,
  data = d, ties = "efron", control = control
)
model("survival_adjusted.cox.efron.", adjusted_fit)
means <- sapply(arms, function(arm) {
  summary(survfit(Surv(time, os) ~ 1, data = d[d$arm == arm, ]), rmean = 1826)$table[c("rmean", "se(rmean)")]
})
for (arm in arms) {
  says(paste0("survival_mean.rmst.difference.", arm, ".estimate"), means["rmean", arm])
  says(paste0("survival_mean.rmst.difference.", arm, ".standard_error"), means["se(rmean)", arm])
}
for (arm in c("lev", "lev_5fu")) {
  says(paste0("survival_mean.", arm, "_against_obs.rmst.difference.difference"), means["rmean", arm] - means["rmean", "obs"])
}

# Clause 7.6.
incidence <- cuminc(d$rfs_time, d$first, d$arm)
for (cause in c("recurrence", "death")) {
  says(paste0("recurrences.gray.", cause, ".chi_squared"), incidence$Tests[if (cause == "recurrence") "1" else "2", "stat"])
  for (arm in arms) {
    estimates <- timepoints(incidence, c(365, 1096, 1826))$est
    row <- estimates[paste(arm, if (cause == "recurrence") 1 else 2), ]
    for (at in names(row)) {
      says(paste0("recurrences.aalen_johansen.aalen.", arm, ".", cause, ".", at, ".incidence"), row[[at]])
    }
  }
}

# Clause 7.7.
two <- d$arm %in% c("lev_5fu", "lev")
for (outcome in c("survival", "free_of_recurrence")) {
  d$t <- if (outcome == "survival") d$time else d$rfs_time
  d$e <- if (outcome == "survival") d$os else d$rfs
  d$in_fit <- two
  rows <- droplevels(d[two, ])
  model(paste0(outcome, "_added.cox.efron."),
    coxph(Surv(t, e) ~ arm + strata(extent, surg, node4), data = rows, ties = "efron", control = control))
  test(paste0(outcome, "_added.log_rank.equal."), survdiff(Surv(t, e) ~ arm + strata(extent, surg, node4), data = rows))
}

cat("result,value\n")
for (id in names(found)) cat(id, ",", if (is.na(found[[id]])) "not reached" else sprintf("%.15g", found[[id]]), "\n", sep = "")
