"""One file per command of ``sipas``; each is imported only when it is called."""
