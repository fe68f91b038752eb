"""The paper, out and back: form numbers, layout, drawing, scanning and marks."""
