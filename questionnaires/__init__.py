"""What is asked: the questionnaire as data, its answers and its routing."""
