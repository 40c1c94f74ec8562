# Writes weighted_balance.json: standardised mean differences of weighted arms, the weighted difference of means over the pooled standard
# deviation of the arms without weights, √((v1 + v0)/2) with v = p(1 − p) of yes or no and var() of numbers, written out in R on
# data/lalonde.csv. Overlap weights (Li, Morgan & Zaslavsky 2018) by glm, iterated to the end; and the weights of MatchIt's coarsened
# exact matching (estimand ATE), of which MatchIt's own summary says the same differences. R 4.2.2, MatchIt 4.5.1.
# Run in this folder: Rscript weighted_balance_generator.R
suppressMessages(library(MatchIt))
d <- read.csv("data/lalonde.csv")
d$black <- as.numeric(d$race == "black")
numbers <- c("age", "educ", "re74", "re75"); yes_no <- c("black", "married", "nodegree")
covariates <- c(numbers, yes_no)
variance <- function(v, name) if (name %in% yes_no) mean(v) * (1 - mean(v)) else var(v)
treated <- d$treat == 1
# What is balanced to the last digits is 0.
digits <- function(x) sprintf("%.15g", ifelse(abs(x) < 1e-12, 0, x))
balance <- function(w) {
  found <- list()
  for (name in covariates) {
    v <- d[[name]]
    m1 <- sum(w[treated] * v[treated]) / sum(w[treated])
    m0 <- sum(w[!treated] * v[!treated]) / sum(w[!treated])
    divisor <- sqrt((variance(v[treated], name) + variance(v[!treated], name)) / 2)
    found[[paste0("smd.", name)]] <- (m1 - m0) / divisor
    found[[paste0("mean1.", name)]] <- m1
    found[[paste0("mean0.", name)]] <- m0
  }
  found$ess1 <- sum(w[treated])^2 / sum(w[treated]^2)
  found$ess0 <- sum(w[!treated])^2 / sum(w[!treated]^2)
  found
}
case <- function(id, args, found, call) {
  expected <- paste0("\"", names(found), "\": ", sapply(found, digits), collapse = ", ")
  sprintf(" {\"id\": \"%s\", \"dataset\": \"lalonde\", \"args\": {\"kind\": \"%s\"%s}, \"expected\": {%s}, \"call\": \"%s\"}", id, id, args, expected, call)
}
# The score has age, education and earnings of 1974 alone: the others are balanced by nothing.
fit <- glm(treat ~ age + educ + re74, data = d, family = binomial(), control = glm.control(epsilon = 1e-15, maxit = 100))
e <- fitted(fit)
overlap <- case("overlap", "", balance(ifelse(treated, 1 - e, e)), "glm(treat ~ age + educ + re74), weights 1 - e and e")
m <- matchit(treat ~ age + educ + re74 + married, data = d, method = "cem", estimand = "ATE", cutpoints = list(age = 4, educ = 3, re74 = 3))
found <- balance(m$weights)
own <- summary(m, addlvariables = d[c("re75", "black", "nodegree")], pair.dist = FALSE)$sum.matched
same <- abs(own[covariates, "Std. Mean Diff."] - unlist(found[paste0("smd.", covariates)]))
stopifnot(all(same < 1e-12))
weights <- sprintf(", \"weights\": [%s]", paste(digits(m$weights), collapse = ", "))
cem <- case("cem", weights, found, "matchit(method = cem, estimand = ATE), whose summary() says the same")
writeLines(c("[", paste0(overlap, ","), cem, "]"), "weighted_balance.json")
