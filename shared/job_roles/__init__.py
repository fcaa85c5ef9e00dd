"""The job side: roles and their versions, requirements, interview plans, and how résumés meet roles."""
