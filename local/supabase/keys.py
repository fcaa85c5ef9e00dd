"""The ES256 key that signs access tokens, and the API keys of the local project."""

import json
import os
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from local.supabase.processes import StackError

PUBLISHABLE_KEY = "sb_publishable_local_development_only"
SECRET_KEY = "sb_secret_local_development_only"  # noqa: S105  # documented, opens only a local database
TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class SigningKey:
    """One P-256 key with its `kid`."""

    private: ec.EllipticCurvePrivateKey
    kid: str

    @classmethod
    def new(cls) -> "SigningKey":
        """A fresh key."""
        return cls(ec.generate_private_key(ec.SECP256R1()), str(uuid.uuid4()))

    @classmethod
    def kept_in(cls, path: Path) -> "SigningKey":
        """The key in `path`, made there (readable by us alone) the first time."""
        if path.exists():
            return cls.read(path)
        key = cls.new()
        jwk = {**ECAlgorithm.to_jwk(key.private, as_dict=True), "kid": key.kid}
        temporary = path.with_suffix(".new")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(jwk, file)
        temporary.replace(path)
        return key

    @classmethod
    def read(cls, path: Path) -> "SigningKey":
        """The key in `path`. Raises StackError for a file that holds none."""
        try:
            jwk = json.loads(path.read_text())
            return cls(cast(ec.EllipticCurvePrivateKey, ECAlgorithm.from_jwk(jwk)), jwk["kid"])
        except (ValueError, KeyError, TypeError, jwt.InvalidKeyError):
            raise StackError(f"{path} holds no signing key. Remove it: a new one is made, and sessions end.") from None

    @property
    def public_jwk(self) -> dict[str, Any]:
        """The public half, as `/auth/v1/.well-known/jwks.json` serves it."""
        public = ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**public, "kid": self.kid, "alg": "ES256", "use": "sig", "key_ops": ["verify"], "ext": True}

    @property
    def jwks(self) -> dict[str, Any]:
        """The key set with this one key."""
        return {"keys": [self.public_jwk]}

    def mint(self, issuer: str, **claims: Any) -> str:
        """An access token. A claim replaces the default one; a claim that is None is left out."""
        now = int(time.time())
        defaults = {"iss": issuer, "aud": "authenticated", "iat": now, "exp": now + TOKEN_SECONDS}
        present = {name: value for name, value in (defaults | claims).items() if value is not None}
        return jwt.encode(present, self.private, "ES256", headers={"kid": self.kid})
