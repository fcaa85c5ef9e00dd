"""An app with packages of its own called `shared` and `local`, and a child process."""

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import azure.functions as func
from shared.work import square  # pyright: ignore[reportMissingImports]

from local import place  # pyright: ignore[reportAttributeAccessIssue]
from local.functions_host import who  # pyright: ignore[reportAttributeAccessIssue]

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="where", methods=["GET"])
def where(req: func.HttpRequest) -> func.HttpResponse:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = pool.submit(square, 7).result(timeout=20)
    return func.HttpResponse(json.dumps({"local": place, "host": who, "square": found}))
