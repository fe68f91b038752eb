# Direct standardisation: standardised.expected.json. Rscript standardised.R, in this folder.
suppressMessages({library(survey); library(jsonlite)})
out <- list(meta = list(R = R.version.string, survey = as.character(packageVersion("survey"))))

# difference: the second domain minus the first, as the slope of a regression on the domains
each <- function(design, over, what) {
  by <- svyby(as.formula(paste0("~", what)), as.formula(paste0("~", over)), design, svymean, deff = "replace")
  slope <- svyglm(as.formula(paste0(what, " ~ factor(", over, ")")), design)
  list(levels = as.character(by[[1]]), estimate = unname(coef(by)), se = unname(SE(by)),
       deff = by[[grep("^DEff", names(by))]], difference = unname(c(coef(slope)[2], SE(slope)[2])))
}
nhanes <- read.csv("nhanes.csv")
nhanes <- svydesign(~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
ages <- data.frame(agecat = c("(0,19]", "(19,39]", "(39,59]", "(59,Inf]"), Freq = c(55901, 77670, 72816, 45364))
out$agecat <- list(shares = ages$Freq)
by_race <- svystandardize(nhanes, by = ~agecat, over = ~race, population = ages, excluding.missing = ~HI_CHOL)
out$nhanes_race <- each(by_race, "race", "HI_CHOL")
all <- svystandardize(nhanes, by = ~agecat, over = ~1, population = ages, excluding.missing = ~HI_CHOL)
mean <- svymean(~HI_CHOL, all, na.rm = TRUE)
out$nhanes_all <- list(estimate = unname(coef(mean)), se = unname(SE(mean)[1]))

schools <- svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = read.csv("apistrat.csv"))
types <- data.frame(stype = c("E", "H", "M"), Freq = c(0.5, 0.2, 0.3))
out$apistrat <- each(svystandardize(schools, by = ~stype, over = ~awards, population = types), "awards", "api00")

jk <- read.csv("nhanes2jk.csv")
jk$tall <- as.integer(jk$height > 170)
jk$third <- cut(jk$height, c(0, 155, 165, 300), labels = c("a", "b", "c"))
jk$side <- as.integer(jk$finalwgt > 10000)
thirds <- data.frame(third = c("a", "b", "c"), Freq = c(0.2, 0.5, 0.3))
for (mse in c(FALSE, TRUE)) {
  design <- svrepdesign(data = jk, weights = ~finalwgt, repweights = as.matrix(jk[startsWith(names(jk), "jkw_")]),
                        type = "other", scale = 1, rscales = rep(0.5, 62), combined.weights = TRUE, mse = mse)
  by <- svyby(~weight, ~side, svystandardize(design, by = ~third, over = ~side, population = thirds), svymean)
  out[[paste0("nhanes2jk_", mse)]] <- list(estimate = unname(coef(by)), se = unname(SE(by)))
}
writeLines(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null", null = "null"), "standardised.expected.json")
