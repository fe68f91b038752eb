"""The blocks of a specification: what each asks for and how it is carried out."""
