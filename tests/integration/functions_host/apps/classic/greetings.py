"""A blueprint of the classic app."""

import azure.functions as func

bp = func.Blueprint()


@bp.route(route="greet/{name:alpha}/{times:int?}", methods=["GET"], auth_level=func.AuthLevel.ADMIN)
def greet(req: func.HttpRequest) -> func.HttpResponse:
    times = int(req.route_params.get("times") or 1)
    return func.HttpResponse(" ".join([f"Hi {req.route_params['name']}"] * times))
