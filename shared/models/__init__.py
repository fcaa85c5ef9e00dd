"""Pydantic models: one file per entity, and what the API takes and gives."""
