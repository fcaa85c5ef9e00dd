"""One throwaway local Supabase per test process, and unmodified supabase clients for it."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from supabase import AsyncClient, acreate_client
from supabase.lib.client_options import AsyncClientOptions

from local.supabase.stack import SupabaseConfig, SupabaseStack

HERE = Path(__file__).parent
type ClientFor = Callable[..., Awaitable[AsyncClient]]


@pytest.fixture(scope="session")
def migrations() -> Path:
    """The project's migrations."""
    return HERE / "migrations"


@pytest.fixture(scope="session")
def stack(migrations: Path) -> Iterator[SupabaseStack]:
    """A running local Supabase."""
    with SupabaseStack(SupabaseConfig(migrations=migrations)) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def http(stack: SupabaseStack) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP to the gateway, no key added."""
    async with httpx.AsyncClient(base_url=stack.url, timeout=10, verify=False) as client:
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_http() -> AsyncIterator[httpx.AsyncClient]:
    """The connections that all supabase clients share."""
    async with httpx.AsyncClient(timeout=10, verify=False) as client:
        yield client


@pytest.fixture
def client_for(stack: SupabaseStack, shared_http: httpx.AsyncClient) -> ClientFor:
    """Makes a supabase client: `await client_for(key, token)`."""

    async def make(key: str = stack.publishable_key, token: str | None = None) -> AsyncClient:
        options = AsyncClientOptions(auto_refresh_token=False, persist_session=False, httpx_client=shared_http)
        if token is not None:
            options.headers = {**options.headers, "Authorization": f"Bearer {token}"}
        return await acreate_client(stack.url, key, options)

    return make


@pytest.fixture
def user_id() -> str:
    """The id of someone who has a token."""
    return str(uuid.uuid4())


@pytest_asyncio.fixture(loop_scope="session")
async def server(client_for: ClientFor, stack: SupabaseStack) -> AsyncClient:
    """The client with the secret key."""
    return await client_for(stack.secret_key)


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(client_for: ClientFor) -> AsyncClient:
    """The client with the publishable key and no token."""
    return await client_for()


@pytest_asyncio.fixture(loop_scope="session")
async def user(client_for: ClientFor, stack: SupabaseStack, user_id: str) -> AsyncClient:
    """The client of `user_id`."""
    return await client_for(token=stack.mint(sub=user_id))


@pytest_asyncio.fixture(loop_scope="session")
async def job_role(server: AsyncClient) -> dict[str, str]:
    """A job role with a title of its own."""
    made = await server.table("job_roles").insert({"title": f"Engineer {uuid.uuid4()}", "skills": ["sql"]}).execute()
    return made.data[0]  # pyright: ignore[reportReturnType]  # rows are loosely typed JSON


@pytest.fixture
def email() -> str:
    """An address that nobody has."""
    return f"{uuid.uuid4().hex[:12]}@example.test"
