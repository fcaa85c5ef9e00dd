"""An app whose one function does not index: it declares an argument that no binding fills."""

import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="good")
def good(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("good")


@app.route(route="bad")
def takes_too_much(req: func.HttpRequest, surplus: str) -> func.HttpResponse:
    return func.HttpResponse(surplus)
