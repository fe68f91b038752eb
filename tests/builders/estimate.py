"""A specification of the one-province survey, as text."""

DESIGN = """
[design]
strata   = "stratum"
clusters = ["psu", "ssu"]
weight   = "w"
fpc      = ["fpc1", "fpc2", "fpc3"]
nest     = true
lonely   = "fail"
[items]
columns  = ["q??"]
valid    = [1, 2, 3, 4, 5]
[criteria]
C1 = ["q01", "q02", "q03", "q04", "q05"]
C2 = ["q06", "q07", "q08", "q09", "q10"]
"""
