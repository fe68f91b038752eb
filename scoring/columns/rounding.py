"""What adding up floating numbers may lose: the tolerances by which a result counts as exact."""

# Of a sum of thirds and fifths near one, and, relatively, of a sum of squares whose terms cancel.
ROUNDING = 1e-12

# By which a mean of shares under unequal weights may leave the range from 0 to 1.
OUTSIDE_SHARES = 1e-9

# Of the estimate: a smaller standard error may be rounding error only.
NEGLIGIBLE = 1e-9

# Beyond this weight squares of sums are no numbers.
LARGEST_WEIGHT = 1e100
