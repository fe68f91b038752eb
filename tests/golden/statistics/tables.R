# Two-way tables, tests of independence, t tests, goodness of fit: tables.expected.json.
# Rscript tables.R, in this folder.
suppressMessages({library(survey); library(jsonlite)})
out <- list(meta = list(R = R.version.string, survey = as.character(packageVersion("survey"))))
KINDS <- c("F", "Chisq", "Wald", "adjWald", "saddlepoint")

tests <- function(design, row, col) {
  formula <- as.formula(paste0("~", row, "+", col))
  sapply(KINDS, function(kind) {
    test <- tryCatch(svychisq(formula, design, statistic = kind), error = function(e) NULL)
    if (is.null(test)) return(NULL)
    list(statistic = unname(test$statistic)[1], parameters = unname(test$parameter), p = as.vector(test$p.value))
  }, simplify = FALSE)
}
# each cell: a share within a domain, or a total
shares <- function(design, over, within) {
  each <- svyby(as.formula(paste0("~", within)), as.formula(paste0("~", over)), design, svymean, na.rm = TRUE)
  k <- nlevels(design$variables[[within]])
  list(over = as.character(each[[1]]), within = levels(design$variables[[within]]),
       estimate = unname(as.matrix(each[, 1 + 1:k])), se = unname(as.matrix(SE(each))))
}
whole <- function(design, row, col, statistic) {
  cell <- as.formula(paste0("~interaction(", row, ",", col, ", lex.order = TRUE)"))
  each <- statistic(cell, design, na.rm = TRUE)
  list(estimate = unname(coef(each)), se = unname(SE(each)))
}
table <- function(design, row, col) {
  list(rows = levels(design$variables[[row]]), columns = levels(design$variables[[col]]),
       row = shares(design, row, col), column = shares(design, col, row),
       all = whole(design, row, col, svymean), count = whole(design, row, col, svytotal), tests = tests(design, row, col))
}
factors <- function(data, names) { for (name in names) data[[name]] <- factor(data[[name]]); data }

nhanes <- factors(read.csv("nhanes.csv"), c("race", "agecat", "HI_CHOL", "RIAGENDR"))
nhanes <- svydesign(~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = nhanes)
out$nhanes <- table(nhanes, "race", "HI_CHOL")
out$nhanes_women <- table(subset(nhanes, RIAGENDR == 2), "race", "HI_CHOL")
schools <- factors(read.csv("apistrat.csv"), c("comp.imp", "awards", "stype"))
out$apistrat <- table(svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = schools), "comp.imp", "awards")
jk <- read.csv("nhanes2jk.csv")
jk$height3 <- factor(cut(jk$height, c(0, 160, 170, 300), labels = c("a", "b", "c")))
jk$heavy <- factor(jk$weight > 80, labels = c("no", "yes"))
for (mse in c(FALSE, TRUE)) {
  design <- svrepdesign(data = jk, weights = ~finalwgt, repweights = as.matrix(jk[startsWith(names(jk), "jkw_")]),
                        type = "other", scale = 1, rscales = rep(0.5, 62), combined.weights = TRUE, mse = mse)
  out[[paste0("nhanes2jk_", mse)]] <- table(design, "height3", "heavy")
}

# t tests between two levels and against a number, in a domain too; goodness of fit.
numbers <- function(test) list(statistic = unname(test$statistic), parameter = unname(test$parameter), p = as.vector(test$p.value),
                               estimate = unname(test$estimate))
chol <- read.csv("nhanes.csv")
chol$women <- as.integer(chol$RIAGENDR == 2)
chol <- svydesign(~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = chol)
out$ttest <- list(
  sex = numbers(svyttest(HI_CHOL ~ women, chol)),
  race_2_4 = numbers(svyttest(HI_CHOL ~ factor(race), subset(chol, race %in% c(2, 4)))),
  sex_race_1 = numbers(svyttest(HI_CHOL ~ women, subset(chol, race == 1))),
  against = numbers(svyttest(I(HI_CHOL - 0.1) ~ 0, subset(chol, !is.na(HI_CHOL)))))
fit <- svygofchisq(~race, p = c(0.2, 0.6, 0.12, 0.08), nhanes)
out$goodness <- list(statistic = unname(fit$statistic), scale = fit$parameter[["scale"]], df = fit$parameter[["df"]],
                     p = as.vector(fit$p.value))
writeLines(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null", null = "null"), "tables.expected.json")
