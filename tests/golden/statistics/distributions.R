# Distributions of codes and numbers of people, by domain, in a subset, with replicates: distributions.expected.json.
# Rscript distributions.R, in this folder.
suppressMessages({library(survey); library(jsonlite)})
out <- list(meta = list(R = R.version.string, survey = as.character(packageVersion("survey")),
  calls = "svymean(~factor(x), na.rm = TRUE), svytotal(~factor(x), na.rm = TRUE, deff = TRUE), svyciprop(method = 'xlogit')"))

# one domain of one column: share and number of people of every code
one <- function(design, x, R_deff = TRUE) {
  formula <- as.formula(paste0("~", x))
  codes <- levels(design$variables[[x]])
  share <- svymean(formula, design, na.rm = TRUE, deff = R_deff)
  total <- svytotal(formula, design, na.rm = TRUE, deff = R_deff)
  answered <- design[!is.na(design$variables[[x]]), ]
  bounds <- sapply(codes, function(code) as.vector(confint(svyciprop(
    as.formula(paste0("~I(as.numeric(", x, " == '", code, "'))")), answered, method = "xlogit", df = DF))))
  list(codes = codes, share = unname(coef(share)), share_se = unname(SE(share)),
       low = unname(bounds[1, ]), high = unname(bounds[2, ]),
       count = unname(coef(total)), count_se = unname(SE(total)),
       share_deff = if (R_deff) unname(deff(share)) else NULL, count_deff = if (R_deff) unname(deff(total)) else NULL)
}
data <- read.csv("sipas_small.csv")
for (x in c("q01", "q02")) data[[x]] <- factor(ifelse(data[[x]] == 9, NA, data[[x]]), levels = 1:5)
sipas <- svydesign(~psu, strata = ~stratum, weights = ~w, nest = TRUE, data = data)
DF <- degf(sipas)
out$sipas <- list(q01 = one(sipas, "q01"), q02 = one(sipas, "q02"))
out$town <- one(subset(sipas, urban == 1), "q01")
out$country <- one(subset(sipas, urban == 0), "q01")
out$women <- one(subset(sipas, sex == 2 & age >= 2), "q01")
schools <- read.csv("apistrat.csv")
schools$awards <- factor(schools$awards)
api <- svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = schools)
DF <- degf(api)
out$api <- one(api, "awards")
height <- function(design) update(design, tall = cut(height, c(-Inf, 160, 170, Inf), right = FALSE, labels = c("a", "b", "c")))
jk <- read.csv("nhanes2jk.csv")
jk <- height(svrepdesign(weights = ~finalwgt, repweights = "jkw_[0-9]+", type = "other", scale = 1, rscales = rep(.5, 62),
  combined.weights = TRUE, mse = FALSE, data = jk))
brr <- read.csv("nhanes2brr.csv")
brr <- height(svrepdesign(weights = ~finalwgt, repweights = "brr_[0-9]+", type = "BRR", combined.weights = TRUE, mse = TRUE, data = brr))
pick <- function(design) {
  share <- svymean(~tall, design); total <- svytotal(~tall, design)
  heavy <- svymean(~tall, subset(design, weight >= 80))
  list(share = unname(coef(share)), share_se = unname(SE(share)), count = unname(coef(total)), count_se = unname(SE(total)),
       heavy = unname(coef(heavy)), heavy_se = unname(SE(heavy)))
}
out$jk <- pick(jk); out$brr <- pick(brr)
write(toJSON(out, digits = 17, auto_unbox = TRUE, null = "null", na = "null"), "distributions.expected.json")
