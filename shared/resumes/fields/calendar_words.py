"""Words of dates in the languages of résumés, folded: months, seasons, "until", "since", "today"."""

from typing import Final

_MONTHS: Final = """
    january jan januar janner janvier janv enero ene janeiro gennaio gen januari styczen stycznia sty ocak ianuarie ian
    february feb februar febr fevrier fevr fev febrero fevereiro febbraio februari luty lutego lut subat februarie
    march mar marz mrz maerz mars marzo marco maart mrt marzec marca marts mart martie
    april apr avril avr abril abr aprile kwiecien kwietnia kwi nisan aprilie
    may mai mayo maio maggio mag mei maj maja mayis
    june jun juni juin junio junho giugno giu czerwiec czerwca cze haziran iunie
    july jul juli juillet juil julio julho luglio lug lipiec lipca lip temmuz iulie
    august aug aout agosto ago augustus augusti sierpien sierpnia sie agustos
    september sep sept septembre septiembre setiembre setembro set settembre sett wrzesien wrzesnia eylul septembrie
    october oct oktober okt octobre octubre outubro out ottobre ott pazdziernik pazdziernika paz ekim octombrie
    november nov novembre noviembre novembro listopad listopada lis kasim noiembrie
    december dec dezember dez decembre diciembre dic dezembro dicembre grudzien grudnia gru desember aralik decembrie
"""
MONTHS: Final = {
    name: number for number, names in enumerate(_MONTHS.split("\n")[1:-1], start=1) for name in names.split()
}

# First and last month, as in the north. A winter and a winter term end in the year after.
SEASONS: Final = {
    **dict.fromkeys(("spring", "fruhjahr", "fruhling", "printemps", "primavera", "voorjaar", "lente"), (3, 5)),
    **dict.fromkeys(("summer", "sommer", "ete", "verano", "verao", "estate", "zomer"), (6, 8)),
    **dict.fromkeys(("autumn", "fall", "herbst", "automne", "otono", "outono", "autunno", "herfst"), (9, 11)),
    **dict.fromkeys(("winter", "hiver", "invierno", "inverno"), (12, 2)),
    **dict.fromkeys(("sose", "ss", "sommersemester"), (4, 9)),
    **dict.fromkeys(("wise", "ws", "wintersemester"), (10, 3)),
}
HALVES: Final = {"h1": (1, 6), "h2": (7, 12)}

_PRESENT: Final = """
    present|presently|current|currently|now|today|ongoing|to date|date|till date|till now|until now|
    this day|heute|jetzt|aktuell|laufend|gegenwart|dato|derzeit|a ce jour|ce jour|aujourd'hui|actuel|
    actuelle|actuellement|en cours|maintenant|actual|actualidad|actualmente|fecha|la fecha|presente|hoy|
    momento|atual|atualidade|atualmente|hoje|data atual|oggi|attuale|attualmente|in corso|ad oggi|
    heden|nu|huidig|vandaag|nuvarande|pagaende|idag|nutid|i dag|teraz|obecnie|nadal|dzis|gunumuz|
    halen|devam ediyor|bugun|prezent|nykyinen|至今|现在|現在|현재
"""
PRESENT: Final = tuple(word.strip() for word in _PRESENT.split("|"))
SEPARATORS: Final = (
    *(
        "to",
        "till",
        "til",
        "until",
        "through",
        "thru",
        "bis(?: zum)?",
        "au",
        "a",
        "jusqu'(?:a|en|au)",
        "al",
        "fino ad?",
    ),
    *("hasta(?: el| la)?", "ate(?: o)?", "tot(?: en met)?", "t/m", "do", "and", "e", "et", "y", "und"),
)
SINCE: Final = (
    *("since", "from", "starting", "seit", "ab", "depuis", "desde", "a partir de", "dal", "da", "dall'", "sinds"),
    *("vanaf", "od", "sedan", "siden", "fra"),
)
