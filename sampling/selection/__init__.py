"""Selection within one cell: methods, inclusion and joint probabilities, random numbers, overlap."""
