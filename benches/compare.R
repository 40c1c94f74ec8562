# Seconds that R's survival, and cmprsk where it is installed, take for the rows of a file written by the benchmark.
rows <- read.csv(commandArgs(trailingOnly = TRUE)[1])
suppressMessages(library(survival))
report <- function(name, code) {
  seconds <- system.time(code)[["elapsed"]]
  cat(sprintf("R %s %d rows: %.3f s\n", name, nrow(rows), seconds))
}
event <- rows$cause == 1
x <- as.matrix(rows[, c("x0", "x1", "x2", "x3", "x4", "x5")])
report("survfit", survfit(Surv(time, event) ~ group, data = rows))
report("survdiff", survdiff(Surv(time, event) ~ group, data = rows))
report("coxph (Efron)", fit <- coxph(Surv(rows$time, event) ~ x, ties = "efron"))
report("coxph (Efron, robust)", coxph(Surv(rows$time, event) ~ x, ties = "efron", robust = TRUE, cluster = seq_along(event)))
report("cox.zph", cox.zph(fit))
report("survfit (Aalen-Johansen)", survfit(Surv(time, factor(cause)) ~ group, data = rows))
if (requireNamespace("cmprsk", quietly = TRUE) && nrow(rows) <= 10000) {
  report("cuminc", cmprsk::cuminc(rows$time, rows$cause, rows$group))
  report("crr", cmprsk::crr(rows$time, rows$cause, x))
}
