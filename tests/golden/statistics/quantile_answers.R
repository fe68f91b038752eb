# Medians by domain of items that part of the PSUs did not answer: quantile_answers.expected.json.
# Rscript quantile_answers.R, in this folder. High schools are left out: below the smallest value R reads the second smallest.
suppressMessages({library(survey); library(jsonlite)})
schools <- read.csv("apiclus1.csv")
districts <- sort(unique(schools$dnum))
schools$api00[schools$dnum %in% districts[1:4] & schools$stype == "E"] <- NA
schools$enroll[schools$dnum %in% districts[5:6]] <- NA
design <- svydesign(id = ~dnum, weights = ~pw, data = schools)
out <- list(meta = list(R = R.version.string, survey = as.character(packageVersion("survey"))))
for (item in c("api00", "enroll")) {
  found <- lapply(c("E", "M"), function(level) {
    part <- subset(design, stype == level & !is.na(schools[[item]]))
    each <- svyquantile(as.formula(paste0("~", item)), subset(design, stype == level), 0.5, na.rm = TRUE)[[1]]
    list(level = level, estimate = each[[1]], low = each[[2]], high = each[[3]], se = each[[4]], df = degf(part))
  })
  by <- svyby(as.formula(paste0("~", item)), ~stype, design, svyquantile, quantiles = 0.5, na.rm = TRUE)
  stopifnot(all.equal(unname(SE(by))[c(1, 3)], sapply(found, function(one) one$se)))
  out[[item]] <- found
}
writeLines(toJSON(out, auto_unbox = TRUE, digits = 17, pretty = TRUE), "quantile_answers.expected.json")
