# Seconds of processor time that R's survival, and cmprsk where it is installed, take for the rows of a file written by the benchmark.
rows <- read.csv(commandArgs(trailingOnly = TRUE)[1])
suppressMessages(library(survival))
report <- function(name, code) {
  time <- system.time(code)
  cat(sprintf("R %s %d rows: %.3f s\n", name, nrow(rows), time[["user.self"]] + time[["sys.self"]]))
}
cat(R.version.string, "survival", format(packageVersion("survival")), "\n")
event <- rows$cause == 1
x <- as.matrix(rows[, c("x0", "x1", "x2", "x3", "x4", "x5")])
report("survfit, both arms", survfit(Surv(time, event) ~ group, data = rows))
report("survdiff", survdiff(Surv(time, event) ~ group, data = rows))
report("coxph (Efron)", fit <- coxph(Surv(rows$time, event) ~ x, ties = "efron"))
cat("coefficients", sprintf("%.9f", coef(fit)), "\n")
# The robust variance takes minutes beyond this.
if (nrow(rows) <= 1e5) {
  robust <- function() coxph(Surv(rows$time, event) ~ x, ties = "efron", robust = TRUE, cluster = seq_along(event))
  report("coxph (Efron, robust)", robust())
}
report("cox.zph", cox.zph(fit))
report("survfit (Aalen-Johansen), both arms", survfit(Surv(time, factor(cause)) ~ group, data = rows))
if (requireNamespace("cmprsk", quietly = TRUE) && nrow(rows) <= 10000) {
  report("cuminc", cmprsk::cuminc(rows$time, rows$cause, rows$group))
  report("crr", cmprsk::crr(rows$time, rows$cause, x))
}
