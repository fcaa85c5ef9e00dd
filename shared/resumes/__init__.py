"""Résumés: what a file is, its text, the fields in it, and what is kept of them."""
