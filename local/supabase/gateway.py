"""The API gateway of the local Supabase project: `/rest/v1`, `/auth/v1` and, for tests, `/admin/v1`.

Run by `stack.SupabaseStack` with a listening socket and a line of JSON on stdin; it lives in a process of its own, so
that it shares no interpreter lock with the app or the tests.
"""

import asyncio
import json
import signal
import socket
import sys
import traceback
from pathlib import Path

import uvloop
from aiohttp import web

from local.supabase.api_keys import KeyRejectedError, Tokens, is_secret
from local.supabase.auth import AuthApi
from local.supabase.gateway_config import GatewayConfig
from local.supabase.keys import SigningKey
from local.supabase.replies import json_response, shared
from local.supabase.rest_proxy import RestProxy
from local.supabase.traffic import Traffic

METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"


class Gateway:
    """Routes by the first part of the path."""

    def __init__(self, config: GatewayConfig) -> None:
        key = SigningKey.read(Path(config.key_file))
        issuer = f"{config.url}/auth/v1"
        self._traffic = Traffic()
        self._rest = RestProxy(config.rest_port, Tokens(key, issuer), self._traffic)
        self._auth = AuthApi(config.auth_dsn, key, issuer, self._traffic)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight(request)
        try:
            return shared(request, await self._route(request))
        except KeyRejectedError as rejected:
            message, hint = rejected.args
            return shared(request, json_response({"message": message, "hint": hint}, 401))
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]  # never the text: it may hold what a user sent
            print(f"{type(error).__name__} at {where.filename}:{where.lineno}", flush=True)
            message = "The gateway failed; its log says where"
            return shared(request, json_response({"code": 500, "message": message, "msg": message}, 500))

    async def _route(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path
        if path.startswith("/rest/v1"):
            target = path.removeprefix("/rest/v1")
            if target.startswith("/"):
                return await self._rest.handle(request, target)
            if not target or target.startswith("?"):
                return await self._rest.handle(request, "/" + target)
        elif path.startswith("/auth/v1/"):
            return await self._auth.handle(request)
        elif path.startswith("/admin/v1/"):
            return await self._admin(request)
        return json_response({"message": "no Route matched with those values"}, 404)

    async def _admin(self, request: web.BaseRequest) -> web.Response:
        """What tests ask of the gateway itself."""
        if not is_secret(request.headers):
            return json_response({"message": "The secret key is needed"}, 403)
        match request.method, request.path.removeprefix("/admin/v1/"):
            case "GET", "counts":
                return json_response(self._traffic.counts())
            case "DELETE", "counts":
                self._traffic.reset_counts()
            case "GET", "faults":
                return json_response(self._traffic.faults())
            case "DELETE", "faults":
                self._traffic.set_faults({})
            case "PUT", "faults":
                try:
                    given = json.loads(await request.read())
                    self._traffic.set_faults(given if isinstance(given, dict) else {"": given})
                except ValueError as error:
                    return json_response({"message": str(error)}, 422)
            case _, "counts" | "faults":
                return json_response({"message": "Method not allowed"}, 405)
            case _:
                return json_response({"message": "Not found"}, 404)
        return web.Response(status=204)


def _preflight(request: web.BaseRequest) -> web.Response:
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": request.headers.get("Access-Control-Request-Headers", "*"),
        "Access-Control-Max-Age": "3600",
    }
    return web.Response(status=204, headers=headers)


async def serve(config: GatewayConfig) -> None:
    """Serve until SIGTERM."""
    listening = socket.socket(fileno=config.socket_fd)
    gateway = Gateway(config)
    runner = web.ServerRunner(web.Server(gateway.handle, access_log=None), handle_signals=False)
    await runner.setup()
    await web.SockSite(runner, listening, backlog=1024).start()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for how in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(how, stopped.set)
    await stopped.wait()


if __name__ == "__main__":
    uvloop.run(serve(GatewayConfig.from_line(sys.stdin.readline())))
