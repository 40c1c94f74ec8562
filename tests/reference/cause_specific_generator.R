# Writes cause_specific.json: hazards of one cause, those with another censored on its day, by R's survival (coxph, survdiff).
# R 4.2.2, survival 3.5.3. Run in this folder: Rscript cause_specific_generator.R
library(survival)
d <- read.csv("data/derived_mgus2_competing.csv")
d$female <- as.numeric(d$sex == "F")
control <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60)
text <- function(x) paste0("[", paste(formatC(x, digits = 15, format = "g", width = -1), collapse = ", "), "]")
one <- function(id, call, of) {
  lines <- mapply(function(name, value) sprintf("\"%s\": %s", name, text(value)), names(of), of)
  sprintf("{\"id\": \"%s\", \"dataset\": \"derived_mgus2_competing\", \"call\": \"%s\", \"package\": \"survival\", \"version\": \"%s\", \"args\": {\"kind\": \"cause_specific\"}, \"expected\": {%s}}",
          id, call, packageVersion("survival"), paste(lines, collapse = ", "))
}
model <- function(id, formula, ...) {
  f <- do.call(coxph, list(formula, data = quote(d), control = control, ...))
  s <- summary(f)$coefficients
  ci <- confint(f)
  one(id, gsub("\"", "'", paste(deparse(formula), collapse = " ")), list(
    coef = unname(coef(f)), se = unname(sqrt(diag(vcov(f)))), hr = unname(exp(coef(f))),
    lower = unname(exp(ci[, 1])), upper = unname(exp(ci[, 2])), n = f$n, events = f$nevent, p = unname(s[, ncol(s)])))
}
rank <- function(id, formula) {
  f <- survdiff(formula, data = d)
  one(id, gsub("\"", "'", paste(deparse(formula), collapse = " ")), list(
    chi_squared = f$chisq, p = pchisq(f$chisq, length(f$n) - 1, lower.tail = FALSE),
    observed = if (is.matrix(f$obs)) rowSums(f$obs) else f$obs, expected = if (is.matrix(f$exp)) rowSums(f$exp) else f$exp))
}
cases <- c(
  model("mgus2-malignancy", Surv(etime, event == 1) ~ female),
  model("mgus2-death", Surv(etime, event == 2) ~ female),
  model("mgus2-death-age", Surv(etime, event == 2) ~ female + age),
  model("mgus2-death-breslow", Surv(etime, event == 2) ~ female, ties = "breslow"),
  model("mgus2-death-robust", Surv(etime, event == 2) ~ female, cluster = quote(id)),
  rank("mgus2-malignancy-rank", Surv(etime, event == 1) ~ sex),
  rank("mgus2-death-rank", Surv(etime, event == 2) ~ sex))
writeLines(paste0("[\n", paste(cases, collapse = ",\n"), "\n]"), "cause_specific.json")
