"""A stand-in for Azure Document Intelligence on one machine: the real wire protocol of `prebuilt-layout`.

It answers with the text that a PDF or Word document holds and that can be seen. **It does no character recognition**:
a scanned page gives no words. Start it with `python -m local.document_standin --port PORT`, in a child process with
`DocumentStandIn`, or on the caller's own event loop with `local.document_standin.server.serving`. What it can be told
to do wrong is in `faults.py`. Every answer has the header `x-talenti-stand-in: true`.
"""

from local.document_standin.process import DocumentStandIn

__all__ = ["DocumentStandIn"]
