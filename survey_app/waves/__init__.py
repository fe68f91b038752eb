"""A wave from plan to numbered forms: specification, draw, keys, targets."""
