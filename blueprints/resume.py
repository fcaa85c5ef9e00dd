"""Résumés and profiles: what candidates bring, see, correct and delete, and what recruiters read."""

from uuid import UUID

import azure.durable_functions as df

from blueprints.bodies import Upload
from blueprints.http import door
from shared.auth import Principal
from shared.container import Container
from shared.models.application import CandidateProfile, ProfileCorrection
from shared.models.common import Page
from shared.models.page import PageQuery
from shared.models.resume import Resume, ResumeDeleted, ResumeEntry, ResumeProfile, ResumeUploaded
from shared.resumes.profiles import correct_profile, read_profile

bp = df.Blueprint()


@door(bp, "POST", "/api/v1/resume/parse", who="signed in", gives=ResumeProfile, limit="ai_operation")
async def parse_resume(principal: Principal, container: Container, upload: Upload) -> ResumeProfile:
    """What a résumé says, at once. Nothing is stored."""
    return (await container.resume_reader.read_now(upload.content, principal.user_id)).profile


@door(bp, "POST", "/api/v1/resume/upload", who="candidate", gives=ResumeUploaded)
async def upload_resume(principal: Principal, container: Container, upload: Upload) -> ResumeUploaded:
    """Stores a résumé, which is read soon after. The same file again changes nothing."""
    return await container.resumes.upload(principal.user_id, upload.file_name, upload.content)


@door(bp, "GET", "/api/v1/resume", who="candidate's own", gives=Page[ResumeEntry])
async def list_own_resumes(principal: Principal, container: Container, query: PageQuery) -> Page[ResumeEntry]:
    """One's own résumés, the newest version first."""
    return await container.resumes.list(principal.user_id, query)


@door(bp, "GET", "/api/v1/resume/{resume_id}", who="its candidate, recruiter", gives=Resume)
async def read_resume(principal: Principal, container: Container, resume_id: UUID) -> Resume:
    """How far the reading of a résumé is, and its profile. A file that came twice is the résumé that it was before."""
    return await container.resumes.read(principal.user_id, resume_id)


@door(bp, "DELETE", "/api/v1/resume/{resume_id}", who="its candidate", gives=ResumeDeleted)
async def delete_resume(principal: Principal, container: Container, resume_id: UUID) -> ResumeDeleted:
    """Erases a résumé: the file, its text, its profile, and what one's own profile had from it."""
    await container.resumes.delete(principal.user_id, resume_id)
    return ResumeDeleted(id=resume_id)


@door(bp, "GET", "/api/v1/profile", who="candidate's own", gives=CandidateProfile)
async def read_own_profile(principal: Principal, container: Container) -> CandidateProfile:
    """One's own profile, with what résumés say and one's own corrections."""
    return await read_profile(container.database, principal.user_id)


@door(bp, "PATCH", "/api/v1/profile", who="candidate's own", gives=CandidateProfile)
async def correct_own_profile(principal: Principal, container: Container, body: ProfileCorrection) -> CandidateProfile:
    """Corrects one's own profile. No résumé changes a corrected field again."""
    return await correct_profile(container.database, principal.user_id, body)
