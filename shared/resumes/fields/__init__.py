"""The fields of a résumé by rules alone: what stands in its visible text, and nothing else."""

from shared.resumes.fields.parsing import parse_fields, parse_text
from shared.resumes.fields.vocabulary import skill_name

__all__ = ["parse_fields", "parse_text", "skill_name"]
