# ---- Reading the sets ------------------------------------------------------------------------------------------------

arguments <- commandArgs(trailingOnly = FALSE)
script <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
folder <- if (length(script) == 1) dirname(script) else "."
columns <- read.csv(file.path(folder, "columns.csv"), colClasses = "character", na.strings = NULL, check.names = FALSE)

# A file of the sets; numbers as numbers, names and pseudonyms as text, an empty field as a missing value.
read_set <- function(file) {
  kinds <- columns[columns$file == file, ]
  types <- setNames(ifelse(kinds$type == "text", "character", "numeric"), kinds$column)
  read.csv(file.path(folder, "sets", file), colClasses = types, na.strings = "", check.names = FALSE)
}

# The rows of a file for which all of these hold, e.g. rows_of("primary.csv", response = "recist", timepoint = "M6").
# `groups` are the groups in their order: the first is compared with the second. `causes` and `categories` are the ways in which
# a time can end and the categories of the outcome, in their order; `assessed` says how many of these are known. `levels` says of
# each covariate that tells a level of a category from the first how many levels that has.
rows_of <- function(file, ..., groups = "", causes = NULL, categories = NULL, assessed = NULL, levels = NULL) {
  d <- read_set(file)
  places <- list(...)
  for (column in names(places)) d <- d[d[[column]] %in% places[[column]], , drop = FALSE]
  d <- d[, colSums(!is.na(d)) > 0 | !grepl("^x\\.", names(d)), drop = FALSE]
  d$group <- factor(if (identical(groups, "")) rep("", nrow(d)) else d$group, levels = groups)
  attr(d, "causes") <- causes
  attr(d, "categories") <- categories
  attr(d, "assessed") <- assessed
  attr(d, "of_levels") <- levels
  d
}

# The rows of two groups alone.
two_groups <- function(d, first, second) {
  part <- d[d$group %in% c(first, second), , drop = FALSE]
  part$group <- factor(part$group, levels = c(first, second))
  for (kept in c("causes", "categories", "assessed", "of_levels")) attr(part, kept) <- attr(d, kept)
  part
}

# ---- Keeping what is computed ----------------------------------------------------------------------------------------

computed <- list()
reasons <- list()

# Words joined by dots, as an identifier has them; empty ones are left out.
join <- function(...) {
  parts <- list(...)
  size <- max(lengths(parts))
  parts <- lapply(parts, function(part) rep_len(as.character(part), size))
  apply(do.call(cbind, parts), 1, function(words) paste(words[words != ""], collapse = "."))
}

# The numbers of a group, a covariate, a cause, or a day.
named <- function(of, values) setNames(values, join(of, names(values)))

# Why numbers whose identifiers begin like this are not computed here.
cannot <- function(prefix, because) reasons[[length(reasons) + 1]] <<- list(prefix = prefix, because = because)

# Said by a function that does not know an option.
unknown <- function(because) stop(structure(class = c("unknown", "error", "condition"), list(message = because, call = NULL)))

# Keeps the numbers of a call under their identifiers; a call that does not know how says why.
give <- function(prefix, values) {
  values <- tryCatch(values, unknown = function(e) { cannot(prefix, conditionMessage(e)); NULL },
                     error = function(e) { cannot(prefix, paste("R stopped:", conditionMessage(e))); NULL })
  if (length(values) > 0) computed[[length(computed) + 1]] <<- setNames(as.numeric(values), join(prefix, names(values)))
}

# A value that was computed before, by its identifier.
value_of <- function(id) {
  found <- unlist(computed)
  if (id %in% names(found)) found[[id]] else unknown(paste0("it rests on ", id, ", which the script does not compute"))
}

z <- qnorm(1 - (1 - level) / 2)

# The difference of each pair of one patient of each group, first less second.
pair_differences <- function(d) {
  first <- d[d$group == levels(d$group)[1], ]; second <- d[d$group == levels(d$group)[2], ]
  both <- intersect(first$pair[!first$pair %in% first$pair[duplicated(first$pair)]],
                    second$pair[!second$pair %in% second$pair[duplicated(second$pair)]])
  first$value[match(both, first$pair)] - second$value[match(both, second$pair)]
}

# For each group, in order, the numbers of a function of its rows.
by_group <- function(d, numbers) {
  unlist(lapply(levels(d$group), function(g) named(g, numbers(d[d$group == g, , drop = FALSE]))))
}

group_sizes <- function(d) by_group(d, function(own) c(n = nrow(own)))

# The limits of a call at another confidence, and the margins of the plan that these are compared with.
deciding <- function(confidence, values, lower = NULL, upper = NULL) {
  usual <- level
  on.exit({ level <<- usual; z <<- qnorm(1 - (1 - usual) / 2) })
  level <<- confidence; z <<- qnorm(1 - (1 - confidence) / 2)
  limits <- values[grepl("(^|[.])(lower|upper)$", names(values))]
  stated <- list(lower = lower, upper = upper)
  margins <- unlist(lapply(names(limits), function(name) {
    margin <- stated[[sub("^.*[.]", "", name)]]
    if (!is.null(margin)) setNames(margin, paste0(name, "_margin"))
  }))
  c(setNames(limits, paste0(names(limits), "_limit")), margins)
}

# Sets of rows that are no pair of one patient of each group.
incomplete_sets <- function(d) {
  if (is.null(d$pair) || nrow(d) == 0) return(0)
  members <- table(d$pair, d$group)
  # Sets that are no pairs of two groups have nobody to compare with where they are of one row.
  if (ncol(members) < 2) return(sum(rowSums(members) < 2))
  sum(members[, 1] != 1 | members[, 2] != 1)
}

# How many are not among the rows of an analysis for this reason; `of` are the rows whose sets are counted besides.
left_out <- function(reason, ..., of = NULL) {
  setNames(nrow(rows_of("left_out.csv", reason = reason, ...)) + if (is.null(of)) 0 else incomplete_sets(of), join("left_out", reason))
}

# The values between which the profile of a likelihood lies within half the chi-squared quantile of its maximum. `fall` is how far twice
# the likelihood falls where the coefficient is held at a value; an end that is not reached is infinite, or beyond the reach none.
profile_limits <- function(estimate, error, fall, reach = 1e4, beyond = Inf) {
  quantile <- qchisq(level, 1)
  end <- function(side) {
    steps <- 2
    lack <- function(steps) fall(estimate + side * steps * error) - quantile
    while (steps < reach && lack(steps) < 0) steps <- 2 * steps
    if (lack(steps) < 0) return(side * beyond)
    estimate + side * error * uniroot(lack, c(0, steps), tol = 1e-13)$root
  }
  c(lower = end(-1), upper = end(1))
}

around <- function(estimate, error) c(lower = estimate - z * error, upper = estimate + z * error)
no_limits <- c(lower = NA_real_, upper = NA_real_)
