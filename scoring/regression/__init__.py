"""Linear and logistic regression under a design: coefficients, Wald tests of terms, average marginal effects."""
