"""The application: people, pages, storage and commands around the four libraries."""
