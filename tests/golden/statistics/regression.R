# Linear and logistic regression under a design: coefficients, covariance, degrees of freedom, Wald tests per term,
# average marginal effects. Run in this folder: Rscript regression.R > regression.expected.json
# The fits go on until the deviance does not change at all (epsilon), so that the covariance is that of the coefficients printed.
suppressMessages({library(survey); library(jsonlite)})
LINEAR <- gaussian(); LOGIT <- quasibinomial()
CONTROL <- glm.control(epsilon = 1e-300, maxit = 60)

ours <- function(names) {  # R's names under ours: "factor(x)2" is "x=2", "stypeH" is "stype=H"
  names <- sub("(Intercept)", "(intercept)", names, fixed = TRUE)
  names <- gsub("factor\\((\\w+)\\)([^:]+)", "\\1=\\2", names)
  names <- gsub("stype(\\w+)", "stype=\\1", names)
  gsub("sch.wide(\\w+)", "sch.wide=\\1", names)
}

linearised <- function(model, design, z) {  # the covariance of totals of influence values, rows of the model
  full <- matrix(0, nrow(design), NCOL(z))
  full[match(rownames(model.matrix(model)), rownames(design$variables)), ] <- z
  survey:::svyrecvar(full, design$cluster, design$strata, design$fpc, postStrata = design$postStrata)
}

influence_of <- function(model) model.matrix(model) * (resid(model, "working") * model$weights)

# Average marginal effects: of a factor's levels the mean change of the prediction, of a number the mean slope; their
# influence values are those of the mean over the sample plus the slopes times those of the coefficients.
effects_of <- function(model, design, factors = list(), slopes = c()) {
  data <- model$model; w <- as.vector(model$prior.weights); b <- coef(model); mu <- model$family$linkinv
  prime <- model$family$mu.eta; beta <- influence_of(model) %*% model$naive.cov
  X <- model.matrix(model); out <- list(); z <- c()
  for (term in names(factors)) for (level in factors[[term]][-1]) {
    at <- lapply(c(level, factors[[term]][1]), function(l) {
      data[[term]] <- factor(rep(l, nrow(data)), levels = model$xlevels[[term]])
      model.matrix(delete.response(terms(model)), data)
    })
    h <- mu(at[[1]] %*% b) - mu(at[[2]] %*% b)
    J <- colSums(w * (as.vector(prime(at[[1]] %*% b)) * at[[1]] - as.vector(prime(at[[2]] %*% b)) * at[[2]])) / sum(w)
    out[[ours(paste0(term, level))]] <- sum(w * h) / sum(w)
    z <- cbind(z, w * (h - sum(w * h) / sum(w)) / sum(w) + beta %*% J)
  }
  for (term in slopes) {
    eta <- as.vector(X %*% b); unit <- as.numeric(colnames(X) == term)
    second <- if (model$family$link == "logit") prime(eta) * (1 - 2 * mu(eta)) else 0 * eta
    h <- prime(eta) * b[[term]]
    J <- (colSums(w * second * b[[term]] * X) + sum(w * prime(eta)) * unit) / sum(w)
    out[[term]] <- sum(w * h) / sum(w)
    z <- cbind(z, w * (h - sum(w * h) / sum(w)) / sum(w) + beta %*% J)
  }
  list(names = I(names(out)), estimate = I(unlist(out, use.names = FALSE)), vcov = unname(linearised(model, design, z)))
}

said <- function(model, tests, effects = NULL, n = length(resid(model))) {
  table <- coef(summary(model)); ci <- confint(model)
  out <- list(names = ours(names(coef(model))), estimate = unname(coef(model)), se = unname(table[, 2]),
              p = unname(table[, 4]), low = unname(ci[, 1]), high = unname(ci[, 2]), vcov = unname(vcov(model)),
              df = model$df.residual, n = n)
  out$tests <- lapply(tests, function(term) {
    one <- regTermTest(model, as.formula(paste("~", term)))
    list(term = gsub("factor\\((\\w+)\\)", "\\1", term), F = as.vector(one$Ftest), df1 = one$df, df2 = one$ddf, p = as.vector(one$p))
  })
  if (!is.null(effects)) out$effects <- effects
  out
}

read <- function(name) { d <- read.csv(paste0(name, ".csv")); rownames(d) <- seq_len(nrow(d)); d }
out <- list(meta = list(R = R.version.string, survey = as.character(packageVersion("survey")),
                        call = "Rscript regression.R > regression.expected.json",
                        note = "glm.control(epsilon = 1e-300, maxit = 60)"))

strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = read("apistrat"))
m <- svyglm(api00 ~ ell + meals + stype, strat)
out$apistrat_linear <- said(m, c("stype", "ell"))
m <- svyglm(I(sch.wide == "Yes") ~ ell + meals + stype, strat, family = LOGIT, control = CONTROL)
out$apistrat_logistic <- said(m, c("stype", "meals"), effects_of(m, strat, list(stype = c("E", "H", "M")), c("ell", "meals")))
m <- svyglm(api00 ~ stype * meals, strat)
out$apistrat_interaction <- said(m, c("stype:meals"))
m <- svyglm(I(sch.wide == "Yes") ~ stype * meals, strat, family = LOGIT, control = CONTROL)
out$apistrat_logistic_interaction <- said(m, c("stype:meals"), effects_of(m, strat, list(stype = c("E", "H", "M"))))

clus <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = read("apiclus1"))
out$apiclus1_linear <- said(svyglm(api00 ~ ell + stype, clus), c("stype"))
m <- svyglm(I(sch.wide == "Yes") ~ ell + meals, clus, family = LOGIT, control = CONTROL)
out$apiclus1_logistic <- said(m, c("ell"), effects_of(m, clus, slopes = c("ell", "meals")))
cal <- calibrate(clus, ~stype + api99, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069))
out$apiclus1_calibrated_linear <- said(svyglm(api00 ~ ell + meals, cal), c("ell"))
m <- svyglm(I(sch.wide == "Yes") ~ ell + meals, cal, family = LOGIT, control = CONTROL)
out$apiclus1_calibrated_logistic <- said(m, c("meals"), effects_of(m, cal, slopes = c("ell", "meals")))
jk <- as.svrepdesign(clus, type = "JK1")
out$apiclus1_jk1_linear <- said(svyglm(api00 ~ ell + stype, jk), c("stype"))
m <- svyglm(I(sch.wide == "Yes") ~ ell + meals, jk, family = LOGIT, control = CONTROL)
out$apiclus1_jk1_logistic <- said(m, c("ell"))
jkcal <- calibrate(jk, ~stype + api99, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018, api99 = 3914069))
out$apiclus1_jk1_calibrated_linear <- said(svyglm(api00 ~ ell + meals, jkcal), c("ell"))

nh <- svydesign(id = ~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = read("nhanes"))
m <- svyglm(HI_CHOL ~ factor(race) + agecat + factor(RIAGENDR), nh, family = LOGIT, control = CONTROL)
names(m$coefficients) <- gsub("agecat", "agecat=", names(m$coefficients))
out$nhanes_logistic <- said(m, c("factor(race)", "agecat", "factor(RIAGENDR)"))
levels <- sort(unique(nh$variables$agecat))
m <- svyglm(HI_CHOL ~ race + agecat, update(nh, race = factor(race)), family = LOGIT, control = CONTROL)
e <- effects_of(m, update(nh, race = factor(race)), list(race = as.character(1:4), agecat = levels))
e$names <- c(paste0("race=", 2:4), paste0("agecat=", levels[-1])); out$nhanes_effects <- e
# The same effects of race another way: differences of predictive margins (Graubard and Korn 1999), whose variance in R
# adds that of the mean of the predictions to that of the coefficients, without the covariance of the two.
m0 <- svyglm(HI_CHOL ~ agecat, subset(nh, !is.na(HI_CHOL)), family = LOGIT, control = CONTROL)
pm <- svypredmeans(m0, ~factor(race))
out$nhanes_predictive_margins <- list(levels = names(coef(pm)), estimate = unname(coef(pm)))

for (kind in c("jk", "brr")) for (mse in c(TRUE, FALSE)) {
  data <- read(paste0("nhanes2", kind)); data$tall <- as.numeric(data$height > 168)
  rep <- if (kind == "jk") svrepdesign(data = data, weights = ~finalwgt, repweights = "jkw_", scale = 1, rscales = rep(.5, 62), combined.weights = TRUE, type = "other", mse = mse)
         else svrepdesign(data = data, weights = ~finalwgt, repweights = "brr_", scale = 1 / 32, rscales = rep(1, 32), combined.weights = TRUE, type = "other", mse = mse)
  out[[paste0("nhanes2", kind, "_linear_", mse)]] <- said(svyglm(weight ~ height, rep), c("height"))
  out[[paste0("nhanes2", kind, "_logistic_", mse)]] <- said(svyglm(tall ~ weight, rep, family = LOGIT, control = CONTROL), c("weight"))
  if (kind == "jk") out[[paste0("nhanes2jk_domain_", mse)]] <- said(svyglm(weight ~ height, subset(rep, height > 170)), c("height"))
}

small <- read("sipas_small"); small$q01[!(small$q01 %in% 1:5)] <- NA; small$q02[!(small$q02 %in% 1:5)] <- NA
small$edu <- factor(small$edu); small$age <- factor(small$age); small$happy <- as.numeric(small$q01 >= 4)
designs <- list(
  wr = svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = small),
  fpc1 = svydesign(id = ~psu, strata = ~stratum, weights = ~w, fpc = ~fpc1, data = small),
  fpc3 = svydesign(id = ~psu + ssu + person, strata = ~stratum, weights = ~w, fpc = ~fpc1 + fpc2 + fpc3, nest = TRUE, data = small))
for (name in names(designs)) {
  d <- designs[[name]]
  rename <- function(m) { names(m$coefficients) <- gsub("^(age|edu)(\\d)", "\\1=\\2", names(m$coefficients)); m }
  m <- svyglm(q01 ~ factor(sex) + age + m_resp, d)
  out[[paste0("sipas_linear_", name)]] <- said(rename(m), c("age", "factor(sex)"))
  m <- svyglm(happy ~ factor(sex) + age + q02, d, family = LOGIT, control = CONTROL)
  e <- effects_of(m, d, list(age = as.character(1:4)), "q02"); e$names <- c(paste0("age=", 2:4), "q02")
  out[[paste0("sipas_logistic_", name)]] <- said(rename(m), c("age", "q02"), e)
  part <- subset(d, urban == 1)
  m <- svyglm(happy ~ factor(sex) + q02, part, family = LOGIT, control = CONTROL)
  out[[paste0("sipas_domain_", name)]] <- said(m, c("q02"), effects_of(m, part, slopes = "q02"))
}
jkn <- subset(as.svrepdesign(designs$wr, type = "JKn"), urban == 1)
m <- svyglm(happy ~ factor(sex) + q02, jkn, family = LOGIT, control = CONTROL)
out$sipas_jkn_domain <- said(m, c("q02"))
writeLines(toJSON(out, digits = I(17), auto_unbox = TRUE, pretty = 1, na = "null"))
