"""Administrative units and post offices: the lists that are loaded, and what a frame covers of them."""
