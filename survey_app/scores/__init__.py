"""The scores of a wave, as data, files, terminal text and report."""
