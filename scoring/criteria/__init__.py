"""From items to criteria and headings, with the covariance of the items."""
