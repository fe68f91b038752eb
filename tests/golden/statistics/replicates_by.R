# Replicate designs by domain, after weighting, and of other statistics: replicates_by.expected.json.
# Rscript replicates_by.R, in this folder.
suppressMessages({library(survey); library(jsonlite)})
out <- list(meta = list(R = R.version.string, survey = as.character(packageVersion("survey"))))
items <- sprintf("q%02d", 1:40)

# One province: shares of satisfied by sex under the 60 bootstrap weights, around either centre.
people <- read.csv("sipas_small.csv")
for (item in items) {
  code <- people[[item]]
  people[[item]] <- ifelse(code %in% 4:5, 1, ifelse(code %in% 1:3, 0, NA))
}
boot <- read.csv(gzfile("sipas_small.bootweights.csv.gz"))
scale <- fromJSON("sipas_small.expected.json")$subbootstrap$scale
shares <- function(design, by) {
  lapply(items, function(item) {
    each <- svyby(as.formula(paste0("~", item)), by, design, svymean, na.rm = TRUE)
    list(levels = as.character(each[[1]]), estimate = each[[item]], se = unname(SE(each)))
  })
}
for (mse in c(FALSE, TRUE)) {
  design <- svrepdesign(data = people, weights = ~w, repweights = as.matrix(boot), type = "bootstrap",
                        scale = scale, rscales = 1, combined.weights = TRUE, mse = mse)
  out[[paste0("sipas_bootstrap_sex_", mse)]] <- shares(design, ~sex)
}

# NHANES II: means, totals, ratios by whether a person is taller than 170 cm, and a difference.
for (kind in c("jk", "brr")) for (mse in c(FALSE, TRUE)) {
  data <- read.csv(paste0("nhanes2", kind, ".csv"))
  data$tall <- as.integer(data$height > 170)
  weights <- as.matrix(data[startsWith(names(data), if (kind == "jk") "jkw_" else "brr_")])
  design <- if (kind == "jk") {
    svrepdesign(data = data, weights = ~finalwgt, repweights = weights, type = "other", scale = 1,
                rscales = rep(0.5, 62), combined.weights = TRUE, mse = mse)
  } else {
    svrepdesign(data = data, weights = ~finalwgt, repweights = weights, type = "BRR", combined.weights = TRUE, mse = mse)
  }
  mean <- svyby(~weight, ~tall, design, svymean, covmat = TRUE)
  total <- svyby(~weight, ~tall, design, svytotal)
  ratio <- svyby(~weight, ~tall, design, svyratio, denominator = ~height)
  gap <- svycontrast(mean, c("1" = 1, "0" = -1))
  out[[paste0("nhanes", kind, "_tall_", mse)]] <- list(
    mean = mean$weight, mean_se = unname(SE(mean)), total = total$weight, total_se = unname(SE(total)),
    ratio = ratio[[2]], ratio_se = unname(ratio[[3]]), gap = unname(coef(gap)), gap_se = unname(SE(gap)[1]))
}

# Schools: every way to make replicates, plain and after every step of weighting; rake goes on until it has converged.
data(api)
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
strat <- read.csv("apistrat.csv", check.names = FALSE, stringsAsFactors = TRUE)
clus <- read.csv("apiclus1.csv", check.names = FALSE, stringsAsFactors = TRUE)
designs <- list(
  apistrat_JKn = list(svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = strat), "JKn"),
  apiclus1_JK1 = list(svydesign(~dnum, weights = ~pw, fpc = ~fpc, data = clus), "JK1"))
for (name in names(designs)) for (mse in c(FALSE, TRUE)) {
  made <- as.svrepdesign(designs[[name]][[1]], type = designs[[name]][[2]], mse = mse)
  steps <- list(
    plain = made,
    poststratify = postStratify(made, ~stype, types),
    calibrate = calibrate(made, ~stype + api99, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069)),
    rake = rake(made, list(~stype, ~sch.wide), list(types, wide), control = list(maxit = 1000, epsilon = 1e-13, verbose = FALSE)))
  for (step in names(steps)) {
    design <- steps[[step]]
    mean <- svymean(~api00, design); total <- svytotal(~enroll, design); ratio <- svyratio(~api.stu, ~enroll, design)
    by <- svyby(~api00, ~sch.wide, design, svymean)
    out[[paste(name, step, mse, sep = "_")]] <- list(
      mean = unname(coef(mean)), mean_se = unname(SE(mean)[1]), total = unname(coef(total)), total_se = unname(SE(total)[1]),
      ratio = unname(coef(ratio)), ratio_se = unname(SE(ratio)[1]), wide = by$api00, wide_se = unname(SE(by)))
  }
}
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "replicates_by.expected.json")
