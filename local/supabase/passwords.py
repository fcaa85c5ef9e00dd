"""Password hashes: scrypt, off the event loop, one at a time so that a burst of sign-ins leaves a processor free."""

import asyncio
import hashlib
import hmac
import secrets
from concurrent.futures import ThreadPoolExecutor

COST, BLOCK, PARALLEL = 2**12, 8, 1  # about 10 ms: the accounts here are for development
_workers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="scrypt")


def _scrypt(password: str, salt: str) -> str:
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=COST, r=BLOCK, p=PARALLEL, dklen=32).hex()


async def hash_password(password: str, salt: str | None = None) -> str:
    """`scrypt$salt$digest`."""
    salt = salt or secrets.token_hex(8)
    digest = await asyncio.get_running_loop().run_in_executor(_workers, _scrypt, password, salt)
    return f"scrypt${salt}${digest}"


async def password_fits(password: str, hashed: str | None) -> bool:
    """Whether `password` made `hashed`; as slow for an account without one."""
    scheme, salt, _ = (hashed or "none$none$none").split("$")
    return hmac.compare_digest(await hash_password(password, salt), hashed or "") and scheme == "scrypt"
