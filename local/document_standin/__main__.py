"""`python -m local.document_standin --port PORT`: serves until it is interrupted."""

from local.document_standin.server import serving
from local.standin.command_line import serve_until_stopped


def main() -> None:
    serve_until_stopped("local.document_standin", "Stand-in for Azure Document Intelligence", 8702, serving)


if __name__ == "__main__":
    main()
