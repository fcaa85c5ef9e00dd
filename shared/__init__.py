"""Everything that would survive leaving Azure Functions. Imports neither azure.functions nor a blueprint."""
