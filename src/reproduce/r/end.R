# ---- Both values side by side ----------------------------------------------------------------------------------------

tolerance <- 1e-8
expected <- read.csv(file.path(folder, "expected.csv"), colClasses = "character", na.strings = NULL)
ours <- suppressWarnings(as.numeric(expected$value))
found <- unlist(computed)
found <- found[!duplicated(names(found))]
theirs <- unname(found[expected$id])
known <- expected$id %in% names(found)

difference <- abs(theirs - ours) / pmax(abs(ours), 1e-300)
same <- (is.na(ours) & is.na(theirs)) | (!is.na(ours) & !is.na(theirs) &
  (theirs == ours | difference <= tolerance | abs(theirs - ours) <= 1e-13))
begins <- function(id, prefix) id == prefix | startsWith(id, paste0(prefix, "."))
reason <- rep("", nrow(expected))
for (r in reasons) reason[!known & begins(expected$id, r$prefix)] <- r$because
# What cannot be estimated has no value, and R need not name it.
reason[!known & reason == "" & is.na(ours)] <- "it cannot be estimated, and is not tried here"
verdict <- ifelse(known, ifelse(same, "same", "differs"), ifelse(reason == "", "missing", "not computed"))

comparison <- data.frame(id = expected$id, label = expected$label, displayed = expected$displayed, prespec = expected$value,
                         R = ifelse(known, ifelse(is.na(theirs), "", format(theirs, digits = 15, trim = TRUE)), ""),
                         difference = ifelse(known & !is.na(difference), format(difference, digits = 3, trim = TRUE), ""),
                         verdict = verdict, because = reason)
write.csv(comparison, file.path(folder, "comparison.csv"), row.names = FALSE, na = "")

count <- function(rows) {
  n <- table(factor(verdict[rows], c("same", "differs", "missing", "not computed")))
  share <- if (any(rows)) sprintf("%.1f %%", 100 * n[["same"]] / sum(rows)) else "none"
  sprintf("%d numbers: %d the same (%s), %d differ, %d missing, %d not computed here", sum(rows), n[["same"]], share,
          n[["differs"]], n[["missing"]], n[["not computed"]])
}
displayed <- expected$displayed == "yes"
main <- expected$main == "yes"

shown <- if ("--all" %in% arguments) displayed else displayed & verdict != "same"
if (any(shown)) print(comparison[shown, c("id", "prespec", "R", "difference", "verdict")], row.names = FALSE, right = FALSE)
because <- table(reason[displayed & verdict == "not computed"])
for (why in names(because)) cat(sprintf("not computed (%d displayed): %s\n", because[[why]], why))
cat("main results  ", count(main), "\n")
cat("displayed     ", count(displayed), "\n")
cat("all           ", count(rep(TRUE, nrow(expected))), "\n")
cat("comparison.csv has both values of each number.\n")
quit(status = if (any(verdict %in% c("differs", "missing"))) 1 else 0)
