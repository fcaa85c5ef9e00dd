"""Scoring: rubric, evidence, judgements by the model, and the report that code makes of them."""
