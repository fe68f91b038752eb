"""What a spreadsheet takes for a formula, kept here because scoring writes such files and survey_app reads them too."""

# A cell that begins with one of these is evaluated when a CSV file is opened.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
