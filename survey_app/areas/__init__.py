"""Administrative units and post offices: loading, coverage of a frame, destinations."""
