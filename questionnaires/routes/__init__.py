"""Who answers what: whether rules can hold, the sentence that a rule is in words, and what written notes make of it."""
