"""The whole app on one page: its blueprints, and nothing else."""

import azure.durable_functions as df
import azure.functions as func

from blueprints import (
    account,
    applications,
    health,
    interview,
    job_roles,
    lifecycle,
    matches,
    openapi,
    resume,
    resume_intake,
    uploads,
)

app = df.DFApp(http_auth_level=func.AuthLevel.ANONYMOUS)

for blueprint in (
    health.bp,
    account.bp,
    interview.bp,
    job_roles.bp,
    applications.bp,
    matches.bp,
    resume.bp,
    uploads.bp,
    resume_intake.bp,
    lifecycle.bp,
    openapi.bp,
):
    app.register_functions(blueprint)
