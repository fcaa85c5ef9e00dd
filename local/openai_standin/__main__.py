"""`python -m local.openai_standin --port PORT`: serves until it is interrupted."""

from local.openai_standin.server import serving
from local.standin.command_line import serve_until_stopped


def main() -> None:
    serve_until_stopped("local.openai_standin", "Stand-in for Azure OpenAI", 8701, serving)


if __name__ == "__main__":
    main()
