"""A thin local Azure Functions host: runs any Python v2-model app folder on one machine, Durable Functions included."""
