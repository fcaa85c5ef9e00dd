"""What every stand-in of an Azure AI service is: a server that can be told to misbehave and asked what it was sent.

A stand-in derives from `server.StandInServer` with its own routes, from `faults.StandInFault` with its own ways to
misbehave, and from `process.StandInProcess` with its own module; `command_line` is what it does as a program.
"""
