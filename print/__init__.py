"""Paper forms: numbers, layout, drawing, printed papers, scanning."""
