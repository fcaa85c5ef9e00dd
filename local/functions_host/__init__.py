"""A thin local Azure Functions host: runs any Python v2-model app folder on one machine, Durable Functions included.

`python -m local.functions_host --app DIR --port PORT` loads the app with Microsoft's published worker library in this
process and gives it what Core Tools would: routes, CORS, timers, Durable work and its management API, the same
`host.json` and `local.settings.json`. It prints `Functions host ready: URL` when it answers.

Where it differs from Azure:

- Every `authLevel` passes, as in Core Tools. A wrong method is 405 with `Allow` (Azure: 404).
- Requests reach the functions directly, not through the worker's own web server; contexts are kept apart all the same.
- Blob, queue, Event Grid and other triggers, and output bindings other than HTTP, are named in the log and do not run.
- Durable state lives in memory and is gone when the host stops. A scheduled start begins at once, terminating a parent
  leaves its sub-orchestrations running, and `showHistory` is ignored.
- Timer schedules are UTC. What was missed while the host was down is not made up for; what comes due during a run of
  the same timer is skipped.
- One process, so a sync function beyond `functionTimeout` keeps its thread until it returns.
"""
