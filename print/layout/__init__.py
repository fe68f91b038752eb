"""From a questionnaire to pages: every box of a form in millimetres."""
