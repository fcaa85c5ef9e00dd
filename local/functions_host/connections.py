"""The storage accounts that an app's settings name, found as the real host finds them."""

import re
from collections.abc import Mapping

from .storage import Account

_IDENTITY_SUFFIXES = ("__serviceUri", "__blobServiceUri", "__queueServiceUri", "__accountName")
# The account that Microsoft documents for its emulators, key included; it opens nothing else.
_DEVELOPMENT_ACCOUNT = "devstoreaccount1"
_DEVELOPMENT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
_DEVELOPMENT_STORAGE = (
    f"DefaultEndpointsProtocol=http;AccountName={_DEVELOPMENT_ACCOUNT};AccountKey={_DEVELOPMENT_KEY};"
    f"BlobEndpoint=http://127.0.0.1:10000/{_DEVELOPMENT_ACCOUNT};"
    f"QueueEndpoint=http://127.0.0.1:10001/{_DEVELOPMENT_ACCOUNT};"
)


class ConnectionSettingError(Exception):
    """An app setting does not name a storage account that this host can use; the message says which and why."""


def connection_string(name: str, environ: Mapping[str, str]) -> str:
    """What an app setting says, found as the real host finds it: `AzureWebJobs` + name, then name.

    Raises:
        ConnectionSettingError: there is no such setting, or it names an account for a managed identity.
    """
    name = name or "Storage"
    for candidate in (f"AzureWebJobs{name}", name):
        if value := environ.get(candidate, "").strip():
            if re.fullmatch(r"UseDevelopmentStorage\s*=\s*true;?", value, re.IGNORECASE):
                return _DEVELOPMENT_STORAGE
            if "=" not in value:
                raise ConnectionSettingError(f"the app setting {candidate} is not a connection string of storage")
            return value
        for suffix in _IDENTITY_SUFFIXES:
            if environ.get(candidate + suffix):
                raise ConnectionSettingError(
                    f"the app setting {candidate}{suffix} names an account for a managed identity, which there is only "
                    f"in Azure; set {candidate} to a connection string (UseDevelopmentStorage=true for Azurite)"
                )
    raise ConnectionSettingError(f"there is no app setting {name} that names a storage account")


class Accounts:
    """The accounts that an app's settings name, each with one set of connections."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._accounts: dict[str, Account] = {}

    def named(self, setting: str) -> Account:
        """The account of an app setting. Raises `ConnectionSettingError`."""
        string = connection_string(setting, self._environ)
        if string not in self._accounts:
            try:
                self._accounts[string] = Account(string)
            except ValueError as error:
                raise ConnectionSettingError(f"the app setting {setting}: {error}") from None
        return self._accounts[string]

    async def close(self) -> None:
        """Let go of all connections."""
        for account in self._accounts.values():
            await account.close()
