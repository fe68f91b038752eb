"""Wave pages: overview, planning, drawing, post offices."""
