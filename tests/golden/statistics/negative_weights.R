# Linear calibration that makes weights negative, linearised and with jackknife replicates: negative_weights.expected.json.
# Rscript negative_weights.R, in this folder.
suppressMessages({library(survey); library(jsonlite)})
schools <- read.csv("apiclus1.csv")
linear <- svydesign(id = ~dnum, weights = ~pw, data = schools)
jackknifed <- as.svrepdesign(linear, type = "JK1", mse = FALSE)
population <- c(`(Intercept)` = 6194, api99 = 6194 * 530)
out <- list(meta = list(R = R.version.string, survey = as.character(packageVersion("survey"))), totals = as.list(population))
for (kind in c("linear", "jackknife")) {
  before <- if (kind == "linear") linear else jackknifed
  design <- calibrate(before, ~api99, population, calfun = "linear")
  mean <- svymean(~api00, design)
  total <- svytotal(~enroll, design)
  ratio <- svyratio(~api.stu, ~enroll, design)
  by <- svyby(~api00, ~stype, design, svymean)
  out[[kind]] <- list(
    weights = unname(weights(design, type = if (kind == "linear") NULL else "sampling")),
    mean = list(estimate = unname(coef(mean)), se = unname(c(SE(mean)))),
    total = list(estimate = unname(coef(total)), se = unname(c(SE(total)))),
    ratio = list(estimate = unname(c(coef(ratio))), se = unname(c(SE(ratio)))),
    by = list(levels = as.character(by$stype), estimate = by$api00, se = unname(SE(by)))
  )
}
writeLines(toJSON(out, auto_unbox = TRUE, digits = 17, pretty = TRUE), "negative_weights.expected.json")
