"""Whom our own connections over TLS trust: the same certificates on every machine, whatever its image holds."""

import functools
import ssl


def tls_context(url: str) -> ssl.SSLContext:
    """For connections to `url`: trusts certifi's certificates, or those of `SSL_CERT_FILE` or `SSL_CERT_DIR`.

    Loading them takes tens of milliseconds, so they are loaded once, and for plain HTTP not at all: that context trusts
    nobody.
    """
    return _trusting() if url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@functools.cache
def _trusting() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context()
