"""Where Durable's management endpoints are: the URLs that clients get, and the client binding that carries them."""

import json
from urllib.parse import urlencode

PREFIX = "/runtime/webhooks/durabletask"
ACTIONS = {
    "terminate": "terminatePostUri",
    "suspend": "suspendPostUri",
    "resume": "resumePostUri",
    "rewind": "rewindPostUri",
}
_ID = "INSTANCEID"
_MAX_MESSAGE_BYTES = 2**31 - 1


def query_string(hub_name: str) -> str:
    """The query parameters that every management URL carries."""
    return urlencode({"taskHub": hub_name, "connection": "Storage"})


def client_config(hub_name: str, engine_address: str, origin: str) -> str:
    """The JSON that a `durableClient` binding gets; `origin` is how this host is reached."""
    base = origin + PREFIX
    query = query_string(hub_name)
    orchestrators = f"{base}/orchestrators/{{functionName}}[/{{instanceId}}]?"
    return json.dumps(
        {
            "taskHubName": hub_name,
            "creationUrls": {
                "createNewInstancePostUri": f"{orchestrators}{query}",
                "createAndWaitOnNewInstancePostUri": f"{orchestrators}timeout={{timeoutInSeconds}}"
                f"&pollingInterval={{intervalInSeconds}}&{query}",
            },
            "managementUrls": {"id": _ID, **management_urls(base, _ID, query)},
            "baseUrl": base,
            "requiredQueryStringParameters": query,
            "rpcBaseUrl": engine_address,
            "httpBaseUrl": base,
            "useForwardedHost": False,
            "maxGrpcMessageSizeInBytes": _MAX_MESSAGE_BYTES,
            "grpcHttpClientTimeout": "00:01:40",
        }
    )


def management_urls(base: str, instance_id: str, query: str) -> dict[str, str]:
    """The management URLs of one instance; `base` is the API's URL, `instance_id` is percent-encoded."""
    instance = f"{base}/instances/{instance_id}"
    return {
        "statusQueryGetUri": f"{instance}?{query}",
        "sendEventPostUri": f"{instance}/raiseEvent/{{eventName}}?{query}",
        "purgeHistoryDeleteUri": f"{instance}?{query}",
        "restartPostUri": f"{instance}/restart?{query}",
        **{name: f"{instance}/{action}?reason={{text}}&{query}" for action, name in ACTIONS.items()},
    }
