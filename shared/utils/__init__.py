"""Small mechanisms any service may use: retry, circuit breaker, rate limits."""
