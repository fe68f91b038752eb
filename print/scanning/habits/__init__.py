"""Habits of a hand: plain marks recognised by their whole shape, where rules for everybody ask a person."""
