"""What becomes of a sample in the field: dispositions, response rates, reserves."""
