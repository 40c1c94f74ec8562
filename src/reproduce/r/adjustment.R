# ---- p-values of a family --------------------------------------------------------------------------------------------
# p holds the p-values that were computed above, by the names of their hypotheses.

procedures <- c(holm = "holm", bonferroni = "bonferroni", hochberg = "hochberg", hommel = "hommel", benjamini_hochberg = "BH",
                benjamini_yekutieli = "BY")

compute_adjusted_p_values <- function(p, procedure) {
  if (procedure == "graphical") unknown("a graphical procedure")
  adjusted <- if (procedure == "fixed_sequence") cummax(p) else p.adjust(p, procedures[[procedure]])
  setNames(adjusted, join(names(p), "p_value"))
}
