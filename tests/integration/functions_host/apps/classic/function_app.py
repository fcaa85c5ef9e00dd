"""An app of classic HTTP functions, as Microsoft's quickstarts write them."""

import json
import logging

import azure.functions as func
from greetings import bp

app = func.FunctionApp(http_auth_level=func.AuthLevel.FUNCTION)
app.register_functions(bp)


@app.route(route="HttpExample")
def http_example(req: func.HttpRequest) -> func.HttpResponse:
    logging.info("Python HTTP trigger function processed a request.")
    name = req.params.get("name")
    if not name:
        try:
            body = req.get_json()
        except ValueError:
            body = {}
        name = body.get("name")
    if name:
        return func.HttpResponse(f"Hello, {name}.")
    return func.HttpResponse("Pass a name in the query string or in the request body.", status_code=200)


@app.function_name("by_name")
@app.route(methods=[func.HttpMethod.GET, func.HttpMethod.POST])
async def without_route(req: func.HttpRequest, context: func.Context) -> str:
    return f"{req.method} {context.function_name}"


@app.route(route="request/{first}/{*rest}", methods=["POST"])
def request(req: func.HttpRequest) -> func.HttpResponse:
    about = {
        "url": req.url,
        "route": dict(req.route_params),
        "params": dict(req.params),
        "header": req.headers.get("X-Custom"),
        "body": req.get_body().decode(),
    }
    return func.HttpResponse(json.dumps(about), mimetype="application/json", status_code=207)


@app.route(route="cookies", methods=["GET"])
def cookies(req: func.HttpRequest) -> func.HttpResponse:
    response = func.HttpResponse(b"\x00\x01", mimetype="application/octet-stream")
    response.headers.add("Set-Cookie", "session=1; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax")
    response.headers.add("Set-Cookie", "theme=dark; Expires=Thu, 12 Jan 2034 13:55:08 GMT")
    return response


@app.route(route="out", methods=["GET"], binding_arg_name="answer")
def by_output(req: func.HttpRequest, answer: func.Out[func.HttpResponse]):
    answer.set(func.HttpResponse("through an output", status_code=203))


@app.route(route="fail", methods=["GET"])
def fail(req: func.HttpRequest) -> func.HttpResponse:
    raise RuntimeError("a private reason")
