"""Small-area estimates: the Fay-Herriot model."""
