"""A thin local Azure Functions host: runs any Python v2-model app folder on one machine, Durable Functions included.

`python -m local.functions_host --app DIR --port PORT` loads the app with Microsoft's published worker library in this
process and gives it what Core Tools would: routes, CORS, timers, blob, queue and Event Grid triggers, Durable work and
its management API, the same `host.json` and `local.settings.json`. It prints `Functions host ready: URL` when it
answers.

Where it differs from Azure:

- Every `authLevel` passes, as in Core Tools. A wrong method is 405 with `Allow` (Azure: 404).
- Requests reach the functions directly, not through the worker's own web server; contexts are kept apart all the same.
- Bindings beside triggers: blobs in and out, queues out, the Durable client. A function with any other trigger or
  binding (also a blob as a client of the SDK) is not loaded; the others run, as in Azure. The log says why, and so do
  `/admin/functions/{name}/status` and, other than in Azure, the `errors` of `/admin/host/status`, empty when all run.
- A blob trigger watches its container, with `source="EventGrid"` too (events at `/runtime/webhooks/blobs` are taken as
  well). Its receipts are in the storage account, but where Azure puts a queue between a blob and its function, this
  host runs the function at once, five times at most with a short pause between, and then tells the poison queue.
- A queue message is held for 15 s at a time (Azure: ten minutes), so one whose host was killed comes back soon. Queues
  are looked at every second when idle unless host.json has a `maxPollingInterval`.
- A retry policy is kept for timers, blobs, queues and events; for blobs and queues within each delivery. Storage is
  reached by connection string; identity-based connections are Azure's alone.
- Durable state lives in memory and is gone when the host stops. A scheduled start begins at once, terminating a parent
  leaves its sub-orchestrations running, and `showHistory` is ignored.
- Timer schedules are UTC. What was missed while the host was down is not made up for; what comes due during a run of
  the same timer is skipped.
- One process, so a sync function beyond `functionTimeout` keeps its thread until it returns.
"""
