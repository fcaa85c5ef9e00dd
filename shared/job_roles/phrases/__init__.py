"""How texts ask about protected characteristics: phrases for `shared/job_roles/protected.py`, in seven languages."""
