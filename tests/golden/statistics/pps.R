# Variance of samples drawn with probability proportional to size, without replacement: Brewer, Hartley-Rao, Yates-Grundy.
# The data are in R's survey: data(election), the 2004 US presidential election by county; election_pps is a sample of 40
# counties drawn by Tille's splitting method with probability p proportional to votes, election_jointprob its joint
# probabilities. Run in this folder: Rscript pps.R; it writes election_pps.csv, election_jointprob.csv, pps.expected.json.
suppressMessages({library(survey); library(jsonlite)})
data(election)
d <- election_pps
d$id <- seq_len(nrow(d)); d$region <- rep(1:4, length.out = 40); d$large <- as.numeric(d$TotPrecincts > 150)
d$half <- rep(c("a", "b"), c(20, 20)); d$halfnumber <- as.numeric(factor(d$half)); d$share <- d$Bush / d$votes
d$weight <- 1 / d$p
write.csv(d[, c("id", "County", "TotPrecincts", "Bush", "Kerry", "Nader", "votes", "share", "p", "weight", "region", "large", "half")],
          "election_pps.csv", row.names = FALSE, quote = FALSE)
joint <- election_jointprob; dimnames(joint) <- list(d$id, d$id)
write.csv(data.frame(id = d$id, format(joint, digits = 17, trim = TRUE), check.names = FALSE), "election_jointprob.csv", row.names = FALSE, quote = FALSE)

figures <- function(design) {  # domains as products: R's subset of such designs drops the pairs with units outside it
  z <- function(f) svytotal(f, design)
  total <- z(~Bush + Kerry + Nader); mean <- svymean(~share, design)
  part <- z(~I(Bush * large) + I(large))
  ratio <- svyratio(~Bush, ~votes, design); within <- svyratio(~I(share * large), ~large, design)
  model <- svyglm(share ~ TotPrecincts + Nader, design)
  z <- model.matrix(model) * (resid(model, "working") * model$weights); z <- z %*% model$naive.cov
  v <- if (inherits(design, "pps")) survey:::ppsvar(z, design) else survey:::svyrecvar(z, design$cluster, design$strata, design$fpc)
  list(total = list(estimate = as.vector(coef(total)), vcov = unname(vcov(total))),
       domain = list(estimate = as.vector(coef(part)), vcov = unname(vcov(part))),
       mean = list(estimate = as.vector(coef(mean)), se = as.vector(SE(mean))),
       ratio = list(estimate = as.vector(ratio$ratio), se = sqrt(as.vector(ratio$var))),
       domain_mean = list(estimate = as.vector(within$ratio), se = sqrt(as.vector(within$var))),
       difference = local({ x <- svycontrast(total, c(1, -1, 0)); list(estimate = as.vector(coef(x)), se = as.vector(SE(x))) }),
       regression = list(names = c("(intercept)", "TotPrecincts", "Nader"), estimate = unname(coef(model)), vcov = unname(v)))
}
out <- list(meta = list(R = R.version.string, survey = as.character(packageVersion("survey")), call = "Rscript pps.R"))
out$brewer <- figures(svydesign(id = ~1, fpc = ~p, data = d, pps = "brewer"))
# Sums of squared probabilities of the population over n; without them R's HR() takes the sample's mean p, which is Brewer.
out$hartley_rao <- figures(svydesign(id = ~1, fpc = ~p, data = d, pps = HR(sum(election$p^2) / 40), variance = "YG"))
out$hartley_rao$squares <- sum(election$p^2)
out$hartley_rao_of_the_sample <- figures(svydesign(id = ~1, fpc = ~p, data = d, pps = HR(), variance = "YG"))
out$yates_grundy <- figures(svydesign(id = ~1, fpc = ~p, data = d, pps = ppsmat(election_jointprob, tolerance = 0), variance = "YG"))
out$brewer_strata <- figures(svydesign(id = ~1, strata = ~half, fpc = ~p, data = d, pps = "brewer"))
# R's HR() takes the sums of strata from a frame, and strata from a column of numbers; these sums are invented.
sums <- HR(data.frame(psum = c(1.9, .9) / 20), data.frame(stratum = 1:2))
out$hartley_rao_strata <- figures(svydesign(id = ~1, strata = ~halfnumber, fpc = ~p, data = d, pps = sums, variance = "YG"))

# Two stages: within each county two of eight areas, whose votes are shares of the county's.
areas <- do.call(rbind, lapply(1:2, function(k) transform(d, area = k, Bush = Bush * c(.1, .15)[k], Kerry = Kerry * c(.12, .13)[k], f2 = 2 / 8)))
areas <- areas[order(areas$id, areas$area), ]; areas$weight <- 1 / (areas$p * areas$f2)
write.csv(areas[, c("id", "area", "Bush", "Kerry", "p", "f2", "weight")], "election_areas.csv", row.names = FALSE, quote = FALSE)
two <- svydesign(id = ~id + area, fpc = ~p + f2, data = areas, pps = "brewer")
total <- svytotal(~Bush + Kerry, two); ratio <- svyratio(~Bush, ~Kerry, two)
out$brewer_two_stages <- list(total = list(estimate = as.vector(coef(total)), vcov = unname(vcov(total))),
                              ratio = list(estimate = as.vector(ratio$ratio), se = sqrt(as.vector(ratio$var))))
one <- svydesign(id = ~id, weights = NULL, fpc = ~p, data = areas, pps = HR(sum(election$p^2) / 40), variance = "YG")
total <- svytotal(~I(Bush * 4) + I(Kerry * 4), one)  # clusters of two rows; the second stage's factor written out
out$hartley_rao_clusters <- list(total = list(estimate = as.vector(coef(total)), vcov = unname(vcov(total))))
writeLines(toJSON(out, digits = I(17), auto_unbox = TRUE, pretty = 1, na = "null"), "pps.expected.json")
