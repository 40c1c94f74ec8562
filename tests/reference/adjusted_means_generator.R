# Writes adjusted_means.json: least-squares means of linear models by R's emmeans, on the data of this folder.
# R 4.2.2, emmeans 1.8.4.1. Run in this folder: Rscript adjusted_means_generator.R
library(emmeans)
anorexia <- read.csv("data/mass_anorexia.csv")
birthwt <- read.csv("data/mass_birthwt.csv")
lalonde <- read.csv("data/lalonde.csv")
text <- function(x) paste0("[", paste(formatC(x, digits = 15, format = "g", width = -1), collapse = ", "), "]")
# White (1980), and MacKinnon and White (1985).
sandwich_of <- function(fit, kind) {
  X <- model.matrix(fit); r <- residuals(fit); h <- hatvalues(fit)
  bread <- solve(crossprod(X))
  bread %*% crossprod((if (kind == "hc3") r / (1 - h) else r) * X) %*% bread
}
one <- function(id, dataset, data, outcome, group, groups, numbers, categories, variance = "model", weights = "equal") {
  data$group <- factor(data[[group]], levels = groups)
  for (category in categories) data[[category]] <- factor(data[[category]])
  formula <- reformulate(c("group", numbers, categories), outcome)
  fit <- lm(formula, data)
  V <- if (variance == "model") vcov(fit) else sandwich_of(fit, variance)
  # A number with two values is a number.
  means <- summary(emmeans(fit, "group", weights = weights, vcov. = V, cov.reduce = mean, cov.keep = character()), infer = c(TRUE, FALSE))
  quoted <- function(x) paste0("[", paste0("\"", x, "\"", collapse = ", "), "]")
  none <- function(x) if (length(x) == 0) "[]" else quoted(x)
  sprintf(paste0("{\"id\": \"%s\", \"dataset\": \"%s\", \"call\": \"emmeans(lm(%s), 'group', weights = '%s')\", \"package\": \"emmeans\", \"version\": \"%s\", ",
                 "\"args\": {\"kind\": \"adjusted_means\", \"y\": \"%s\", \"group\": \"%s\", \"groups\": %s, \"numbers\": %s, \"categories\": %s, \"variance\": \"%s\", \"margins\": \"%s\"}, ",
                 "\"expected\": {\"mean\": %s, \"lower\": %s, \"upper\": %s}}"),
          id, dataset, paste(deparse(formula, width.cutoff = 500), collapse = " "), weights, packageVersion("emmeans"),
          outcome, group, quoted(groups), none(numbers), none(categories), variance, if (weights == "equal") "equal" else "observed",
          text(means$emmean), text(means$lower.CL), text(means$upper.CL))
}
weight <- list("bwt", "smoke", c("1", "0"), c("age", "lwt"), c("race", "ht", "ui"))
birth <- function(id, ...) do.call(one, c(list(id, "mass_birthwt", birthwt), weight, list(...)))
earned <- list("re78", "treat", c("1", "0"), c("age", "educ", "re74", "re75"), c("race", "married", "nodegree"))
earning <- function(id, ...) do.call(one, c(list(id, "lalonde", lalonde), earned, list(...)))
cases <- c(
  one("am-anorexia", "mass_anorexia", anorexia, "Postwt", "Treat", c("CBT", "Cont", "FT"), "Prewt", character()),
  one("am-anorexia-alone", "mass_anorexia", anorexia, "Postwt", "Treat", c("CBT", "Cont", "FT"), character(), character()),
  one("am-anorexia-hc3", "mass_anorexia", anorexia, "Postwt", "Treat", c("CBT", "Cont", "FT"), "Prewt", character(), variance = "hc3"),
  birth("am-birthwt"), birth("am-birthwt-observed", weights = "proportional"),
  birth("am-birthwt-hc0", variance = "hc0"), birth("am-birthwt-observed-hc3", variance = "hc3", weights = "proportional"),
  earning("am-lalonde"), earning("am-lalonde-observed", weights = "proportional"))
writeLines(paste0("[\n", paste(cases, collapse = ",\n"), "\n]"), "adjusted_means.json")
