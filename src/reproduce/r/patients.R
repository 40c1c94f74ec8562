# ---- Patients and their characteristics ------------------------------------------------------------------------------

# Counts of a population: excluded patients are counted once, at the first requirement that they do not meet; at those of by_arm,
# which rest on the follow-up, in each arm too.
compute_attrition <- function(d, arms, requirements, by_arm = c()) {
  remaining <- nrow(d)
  counts <- c(considered = nrow(d), included = sum(d$included))
  failed <- strsplit(as.character(ifelse(is.na(d$not_met), "", d$not_met)), ";", fixed = TRUE)
  for (r in requirements) {
    excluded <- sum(d$excluded_at %in% r)
    remaining <- remaining - excluded
    not_met <- sum(sapply(failed, function(f) r %in% f))
    # The identifiers of a requirement begin with its name, those of a reason not to be at risk end with it.
    counts <- c(counts, named(r, c(excluded = excluded, remaining = remaining, not_met = not_met)),
                setNames(c(excluded, remaining), join(c("excluded", "remaining"), r)))
  }
  for (r in by_arm) {
    excluded <- sapply(arms, function(a) sum(d$excluded_at %in% r & d$arm %in% a))
    counts <- c(counts, setNames(excluded, join(r, "excluded", arms)))
  }
  c(counts, setNames(sapply(arms, function(a) sum(d$included == 1 & d$arm %in% a)), join("included", arms)))
}

# The standardised difference of shares of several categories (Yang and Dalton 2012); with two it is that of a proportion.
standardised_difference_of_categories <- function(first, second) {
  present <- sort(unique(c(first, second)))
  if (length(first) == 0 || length(second) == 0) return(NA)
  share <- function(values) sapply(present[-1], function(l) mean(values == l))
  a <- share(first); b <- share(second)
  if (all(a == b)) return(0)
  S <- (diag(a, length(a)) - a %o% a + diag(b, length(b)) - b %o% b) / 2
  tryCatch(sqrt(drop((a - b) %*% solve(S, a - b))), error = function(e) NA)
}

# The difference of means over the root of the mean variance; the variance of yes and no is p (1 - p).
standardised_difference <- function(first, second, yes_no = FALSE) {
  variance <- function(v) if (yes_no) mean(v) * (1 - mean(v)) else var(v)
  divisor <- sqrt((variance(first) + variance(second)) / 2)
  if (is.na(divisor) || divisor == 0) NA else (mean(first) - mean(second)) / divisor
}

# Numbers of the table at baseline: columns n. hold numbers, b. yes and no as 1 and 0, c. the names of codes.
compute_characteristics <- function(d, arms, type) {
  characteristics <- grep("^[nbc]\\.", names(d), value = TRUE)
  coded <- read_set("baseline.csv")
  everyone <- c(lapply(setNames(arms, arms), function(a) which(d$arm %in% a)), list(all = seq_len(nrow(d))))
  one <- function(column) {
    kind <- substr(column, 1, 1); name <- substring(column, 3); values <- d[[column]]
    levels <- sort(unique(coded[[column]]))
    groups <- lapply(names(everyone), function(g) {
      own <- values[everyone[[g]]]; known <- own[!is.na(own)]
      counts <- named(g, c(n = length(known), missing = sum(is.na(own))))
      share <- function(is) named(g, c(count = sum(is), proportion = if (length(is)) mean(is) else NA))
      numbers <- switch(kind,
        n = if (length(known) == 0) NULL else {
          q <- quantile(known, c(0.5, 0.25, 0.75, 0, 1), type = type, names = FALSE)
          named(g, c(mean = mean(known), standard_deviation = sd(known), median = q[1], first_quartile = q[2],
                     third_quartile = q[3], minimum = q[4], maximum = q[5]))
        },
        b = share(known == 1),
        c = unlist(lapply(levels, function(l) named(l, share(known == l)))))
      c(counts, numbers)
    })
    difference <- if (length(arms) == 2) {
      first <- values[everyone[[1]]]; second <- values[everyone[[2]]]
      first <- first[!is.na(first)]; second <- second[!is.na(second)]
      c(all.standardised_difference = if (kind == "c") standardised_difference_of_categories(first, second) else
        standardised_difference(first, second, kind == "b"))
    }
    named(name, c(unlist(groups), difference))
  }
  unlist(lapply(characteristics, one))
}

# What settles the value of each patient: how many of each group, and their share.
compute_settled <- function(d) {
  unlist(lapply(unique(d$because), function(because) {
    named(because, by_group(d, function(own) c(patients = sum(own$because == because), proportion = mean(own$because == because))))
  }))
}

# How many patients of each group met an event.
compute_met <- function(d) by_group(d, function(own) c(patients = sum(own$met), proportion = mean(own$met)))
