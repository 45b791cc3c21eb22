"""The words and sentence patterns from which rehearsed letters are put together.

``{slot}`` stands for one of the slot's words, ``<n>``, ``<a>``, ``<d>``, ``<g>`` for the scheme in the
nominative, accusative, dative and genitive.
"""

# Sentences stay on one line each, so that they can be read.
# ruff: noqa: E501

from __future__ import annotations

from dialogwerk.cores.statements.words import listed

_PLACES = (
    "Amselgrund",
    "Lindenkamp",
    "Eichkamp",
    "Mühlenberg",
    "Probehang",
    "Rabenberg",
    "Schäferhang",
    "Seewinkel",
    "Steinbruch",
    "Birkenhang",
    "Ottersbach",
    "Krähenwald",
    "Nussbaumhang",
    "Erlengrund",
    "Kuckucksberg",
    "Hasenlauf",
    "Ginsterbusch",
    "Weidengrund",
    "Kranichsee",
    "Sonnenhang",
    "Teufelsstein",
    "Pfaffenacker",
    "Galgenhügel",
    "Brunnenkamp",
    "Mönchsberg",
)
FORM_SLOTS: dict[str, tuple[str, ...]] = {
    "ort": _PLACES,
    "art": tuple(
        listed(
            """
            Rotmilans Schwarzstorchs Uhus Wespenbussards Mäusebussards Schwarzspechts Kiebitzes
            Feldhamsters Laubfroschs Wachtelkönigs Baumfalken Wanderfalken Kammmolchs Eisvogels
            Bibers Fischotters Weißstorchs Ziegenmelkers Neuntöters Braunkehlchens Luchses
            Siebenschläfers
            """
        )
    ),
    "tiere": (
        "Fledermäuse",
        "Zugvögel",
        "Amphibien",
        "Wildbienen",
        "Feldlerchen",
        "Greifvögel",
        "Wildkatzen",
        "Eidechsen",
        "Kraniche",
        "Schmetterlinge",
        "Rebhühner",
        "Störche",
    ),
    "gutachten": (
        "Schallgutachten",
        "Artenschutzgutachten",
        "Verkehrsgutachten",
        "Bodengutachten",
        "Klimagutachten",
        "Wassergutachten",
        "Brandschutzkonzept",
        "Lichtgutachten",
        "Staubgutachten",
        "Landschaftsgutachten",
        "Wertgutachten",
        "Erschütterungsgutachten",
    ),
    "jahr": tuple(str(year) for year in range(2009, 2025)),
    "zahl": tuple(str(number) for number in range(120, 1900, 70)),
    "klein": (
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "elf",
        "zwölf",
        "vierzehn",
    ),
    "prozent": tuple(str(number) for number in (3, 5, 8, 12, 15, 18, 22, 27, 30, 35, 40, 45, 60)),
    "uhr": ("fünf", "sechs", "sieben", "achtzehn", "zwanzig", "zweiundzwanzig", "dreiundzwanzig"),
    "schutz": (
        "Naturschutzgebiet",
        "Vogelschutzgebiet",
        "Trinkwasserschutzgebiet",
        "Landschaftsschutzgebiet",
        "Überschwemmungsgebiet",
        "Naturdenkmal",
        "Biotop",
        "Heilquellenschutzgebiet",
        "Bodendenkmal",
    ),
    "gruppe": (
        "Kinder",
        "Kranke",
        "ältere Menschen",
        "Schwangere",
        "Anwohner",
        "Schichtarbeiter",
        "Feriengäste",
        "Schulklassen",
        "Menschen mit Behinderung",
        "Landwirte",
        "Spaziergänger",
        "Pflegebedürftige",
    ),
    "folge": (
        "Schlafstörungen",
        "Kopfschmerzen",
        "Herzbeschwerden",
        "Atemnot",
        "Ohrgeräusche",
        "Angstzustände",
        "Bluthochdruck",
        "Konzentrationsschwäche",
        "Schwindel",
        "Übelkeit",
    ),
    "eigenschaft": (
        "fehlerhaft",
        "veraltet",
        "unvollständig",
        "widersprüchlich",
        "unbrauchbar",
        "einseitig",
        "lückenhaft",
        "nicht nachvollziehbar",
        "geschönt",
        "methodisch falsch",
    ),
    "gut": (
        "Kirche",
        "Burgruine",
        "Wassermühle",
        "Klosteranlage",
        "Gutskapelle",
        "Stadtmauer",
        "Zeche",
        "Orangerie",
        "Wallfahrtskirche",
        "Wallanlage",
        "Sternwarte",
        "Windmühle",
    ),
    "betrieb": (
        "Milchviehbetrieb",
        "Obsthof",
        "Reiterhof",
        "Campingplatz",
        "Gasthof",
        "Imkerbetrieb",
        "Waldkindergarten",
        "Biohof",
        "Weinbaubetrieb",
        "Ferienhof",
        "Schafbetrieb",
        "Gartenbaubetrieb",
    ),
    "auflage": (
        "Abschaltzeiten",
        "Lärmschutzwände",
        "Nachtfahrverbote",
        "Messstellen",
        "Ausgleichsflächen",
        "Querungshilfen",
        "Tempolimits",
        "Staubfilter",
        "Beweissicherungen",
        "Bauzeitenfenster",
    ),
    "wald": (
        "Buchenwald",
        "Auwald",
        "Eichenwald",
        "Mischwald",
        "Bergwald",
        "Hangwald",
        "Erlenbruch",
        "Bannwald",
    ),
    "richtung": (
        "Norden",
        "Süden",
        "Westen",
        "Osten",
        "Nordwesten",
        "Südosten",
        "Nordosten",
        "Südwesten",
    ),
    "amt": (
        "Umweltamt",
        "Forstamt",
        "Gesundheitsamt",
        "Landesamt",
        "Wasserwirtschaftsamt",
        "Bergamt",
        "Denkmalamt",
        "Landwirtschaftsamt",
        "Straßenbauamt",
        "Naturschutzamt",
    ),
}

FORM_SENTENCES = (
    "Am {ort} brütet seit {jahr} ein Paar des {art}, das in den Unterlagen mit keinem Wort erwähnt wird.",
    "Das {gutachten} ist {eigenschaft}, weil am {ort} überhaupt nicht gemessen wurde.",
    "Zwischen {ort} und {ort} bleiben nur {zahl} Meter Abstand bis zum nächsten Schlafzimmer.",
    "Durch <a> gehen im {ort} {zahl} Bäume verloren, darunter ein {wald} von hohem Alter.",
    "Der Lärm wird {gruppe} am {ort} Tag und Nacht belasten und {folge} auslösen.",
    "Für {tiere} ist der {ort} ein unersetzlicher Lebensraum, den kein Ausgleich wiederherstellen kann.",
    "Das {schutz} am {ort} würde auf {zahl} Metern Länge zerschnitten.",
    "Schon heute stauen sich am {ort} morgens ab {uhr} Uhr die Lastwagen bis zur {gut}.",
    "Ein {betrieb} mit {klein} Arbeitsplätzen am {ort} verliert seine Grundlage.",
    "Die Immobilien am {ort} verlieren nach Schätzung eines Maklers {prozent} Prozent ihres Wertes.",
    "Vorgeschriebene {auflage} fehlen in der Planung für den {ort} vollständig.",
    "Das {amt} hat bereits {jahr} vor Eingriffen am {ort} gewarnt.",
    "Eine Untersuchung der Trasse im {richtung} des Ortes wurde ohne Begründung abgebrochen.",
    "Bei Starkregen läuft das Wasser vom {ort} ungebremst in die Keller der Unterstadt.",
    "Die {gut} am {ort} ist ein Wahrzeichen und würde durch <a> entwertet.",
    "Unsere Quelle am {ort} liefert Trinkwasser für {zahl} Haushalte und darf nicht gefährdet werden.",
    "Wer <a> genehmigt, nimmt {folge} bei Anwohnern bewusst in Kauf.",
    "Im {gutachten} fehlen die Zahlen für den {ort} aus dem Jahr {jahr}.",
    "Die Vorbelastung aus {richtung} wurde bei der Summenbetrachtung einfach weggelassen.",
    "Rettungswagen brauchen vom {ort} während der Bauzeit {klein} Minuten länger bis ins Krankenhaus.",
    "Der Boden am {ort} gehört mit {prozent} Bodenpunkten über dem Schnitt zu den fruchtbarsten im Kreis.",
    "Für {gruppe} wird der Weg zum {ort} durch die Baustelle unpassierbar.",
    "Nach dem Ende des Betriebs ist der Rückbau am {ort} finanziell in keiner Weise gesichert.",
    "In der Nacht wird der {ort} durch Blinklichter und Scheinwerfer taghell erleuchtet.",
    "Die Ausgleichsfläche im {richtung} liegt {klein} Kilometer entfernt und nützt vor Ort niemandem.",
    "Eine ernsthafte Prüfung der Nullvariante hat für <a> nie stattgefunden.",
    "Feinstaub und Erschütterungen werden den {betrieb} am {ort} zur Aufgabe zwingen.",
    "Die Gemeinde hat sich {jahr} mit {prozent} Prozent Mehrheit gegen <a> ausgesprochen.",
    "Das {schutz} genießt europäischen Schutz, den ein Eingriff am {ort} verletzen würde.",
    "Von der {gut} aus sieht man künftig statt des {wald}es nur noch Technik.",
    "Der Schulweg über den {ort} wird für {zahl} Kinder gefährlicher.",
    "Die Kosten <g> sind seit {jahr} um {prozent} Prozent gestiegen, ohne dass der Nutzen neu berechnet wurde.",
    "Im {wald} am {ort} wurden im Frühjahr {klein} Quartiere gefunden, in denen {tiere} überwintern.",
    "Infraschall breitet sich vom {ort} über viele Kilometer aus, doch das {gutachten} schweigt dazu.",
    "Die Sichtachse zwischen {gut} und {ort} prägt unsere Landschaft seit Jahrhunderten.",
    "Auf den Feldern am {ort} rasten jeden Herbst über {zahl} {tiere}.",
    "Ein Brand am {ort} wäre für unsere freiwillige Feuerwehr nicht beherrschbar.",
    "Der Grundwasserspiegel ist am {ort} seit {jahr} um {klein} Meter gefallen und darf nicht weiter sinken.",
    "Ohne {auflage} darf <n> nach meiner Überzeugung keinesfalls zugelassen werden.",
    "Das {amt} wurde zur Lage am {ort} offenbar gar nicht angehört.",
    "Der Tourismus am {ort} lebt von Ruhe und Weite, und genau diese werden zerstört.",
    "{gruppe} können der Belastung nicht ausweichen, weil es am {ort} keine Alternative gibt.",
    "Die Karten zeigen den {ort} mit einem Stand von {jahr} und sind damit wertlos.",
    "Hubschrauber können den Landeplatz beim {ort} nicht mehr sicher anfliegen.",
    "Mit <d> verschwindet am {ort} die letzte Kaltluftschneise für die Innenstadt.",
    "Seltene Orchideen am {ort} stehen auf der Roten Liste und vertragen keine Verschattung.",
    "Der Schwerverkehr soll {klein} Jahre lang durch unsere Wohnstraßen am {ort} rollen.",
    "Alternativen im {richtung} wären {prozent} Prozent günstiger und würden niemanden belasten.",
    "Die Abwägung verletzt das Gebot der Rücksichtnahme gegenüber dem {betrieb}.",
    "Für {gruppe} ist der {ort} der einzige Ort der Erholung in Fußnähe.",
    "Die Erdkabelvariante am {ort} wurde nicht geprüft, obwohl das {amt} sie empfohlen hatte.",
    "Für das {schutz} gilt ein Verschlechterungsverbot, das durch <a> unterlaufen wird.",
    "Am {ort} liegen Altlasten aus einer Deponie, die {jahr} nur notdürftig abgedeckt wurde.",
    "Die Verkehrsprognose geht von {prozent} Prozent mehr Fahrten aus, was jeder Beobachtung widerspricht.",
    "Die Bauarbeiten sollen schon um {uhr} Uhr beginnen, mitten in der Brutzeit der {tiere}.",
    "Archäologen vermuten am {ort} eine Siedlung, und vor einer Grabung darf nichts bebaut werden.",
    "Eisfall gefährdet im Winter alle, die den Wanderweg zwischen {ort} und {ort} benutzen.",
    "Der Planung fehlt jede Aussage zum Klimaschutz und zum Verlust des Moores am {ort}.",
    "Die Bürger am {ort} wurden erst nach {klein} Monaten und nur lückenhaft unterrichtet.",
    "Das Vorkommen des {art} am {ort} belegen Fotos des Naturschutzvereins aus dem Jahr {jahr}.",
)

FORM_TAILS = (
    "was {gruppe} am {ort} besonders trifft",
    "wie das {amt} schon {jahr} festgestellt hat",
    "obwohl {zahl} Unterschriften vom {ort} dagegen vorliegen",
    "und das nur {klein} Schritte von der {gut} entfernt",
    "ohne dass {auflage} auch nur erwogen wurden",
    "was mit dem {schutz} am {ort} unvereinbar ist",
    "sodass {gruppe} mit {folge} rechnen müssen",
    "worauf der {betrieb} vom {ort} seit {jahr} hinweist",
    "und im {gutachten} steht davon kein Wort",
    "was am {ort} niemand mehr bestreitet",
    "während {tiere} sich längst an den {ort} zurückziehen",
    "und zwar ausgerechnet im {wald} nach {richtung} hin",
    "wofür {prozent} Prozent der Mittel reichen würden",
    "weshalb {gruppe} schon heute wegziehen wollen",
    "und die Antwort darauf war {jahr} wie heute {eigenschaft}",
    "und kein {amt} hat bis {uhr} Uhr abends jemals nachgesehen",
)

_BEGINNINGS = tuple(
    listed(
        """
        Obst Schul Garten Kirch Bach Wald Feld Dorf Mühlen Linden Pferde Bienen Spiel Sport
        Markt Brunnen Weiden Stein Wein Reit Rad Wander Kinder Senioren Vereins Nachbar Grenz
        Ufer Teich Apfel Hühner Schaf Ziegen Rosen Kräuter Holz Back Brau Tauben Enten Fischer
        Angel Boots Musik Tanz Jugend Feuer Töpfer Schmiede Gerber Weber Post Bahn Hafen Turm
        Burg Kloster Heide Moor Nuss Kirsch Birn
        """
    )
)
_ENDINGS = {
    "m": listed(
        "garten weg platz hof acker stall schuppen treff laden keller hang hügel steg pfad saal speicher"
    ),
    "f": listed(
        "wiese bank gasse mauer hecke scheune quelle werkstatt kapelle brücke hütte halle koppel laube weide ecke"
    ),
    "n": listed(
        "haus heim feld zimmer tor ufer becken lager gehege beet gelände fest lokal archiv denkmal"
    ),
}
_ARTICLES = {
    "n": {
        "m": ("der", "mein", "unser", "ein"),
        "f": ("die", "meine", "unsere", "eine"),
        "n": ("das", "mein", "unser", "ein"),
    },
    "a": {
        "m": ("den", "meinen", "unseren", "einen"),
        "f": ("die", "meine", "unsere", "eine"),
        "n": ("das", "mein", "unser", "ein"),
    },
    "d": {
        "m": ("dem", "meinem", "unserem", "einem"),
        "f": ("der", "meiner", "unserer", "einer"),
        "n": ("dem", "meinem", "unserem", "einem"),
    },
}


def _nouns(case: str) -> tuple[str, ...]:
    """All compounds with all articles in one case: some ten thousand."""
    return tuple(
        f"{article} {begin}{end}"
        for gender, ends in _ENDINGS.items()
        for article in _ARTICLES[case][gender]
        for begin in _BEGINNINGS
        for end in ends
    )


_TIMES = (
    *(
        f"im {month}"
        for month in listed("Januar Februar März April Mai Juni Juli August September Oktober")
    ),
    *(f"seit {year}" for year in range(1951, 2024, 2)),
    *(
        f"jeden {day}"
        for day in listed("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag")
    ),
    "frühmorgens",
    "abends",
    "nachts",
    "täglich",
    "manchmal",
    "neuerdings",
    "früher",
    "bald",
    "gestern",
    "sonntags",
)
OWN_SLOTS: dict[str, tuple[str, ...]] = {
    "n": _nouns("n"),
    "a": _nouns("a"),
    "d": _nouns("d"),
    "z": _TIMES,
    "s": (
        "ich",
        "meine Schwester",
        "mein Bruder",
        "meine Tochter",
        "mein Sohn",
        "unsere Enkelin",
        "mein Großvater",
        "meine Tante",
        "unser Nachbar",
        "meine Nachbarin",
        "der Küster",
        "die Lehrerin",
        "unser Hausarzt",
        "mein Chef",
        "der Förster",
        "die Imkerin",
        "mein Mann",
        "meine Frau",
        "unser Verein",
        "der Bäcker",
        "die Hebamme",
        "mein Schwager",
        "unsere Mieterin",
        "der Wirt",
        "mein Patenkind",
        "die Chorleiterin",
        "unser Trainer",
    ),
    "m": (
        "kann",
        "will",
        "muss",
        "soll",
        "möchte",
        "darf",
        "wollte",
        "konnte",
        "musste",
        "sollte",
        "durfte",
    ),
    "i": tuple(
        listed(
            """
            nutzen verlassen betreten pflegen verkaufen bepflanzen besuchen vermieten bewässern
            umbauen räumen erreichen öffnen sanieren vererben beheizen lüften streichen mähen
            roden düngen zeigen retten einzäunen abgeben behalten erweitern schließen verlegen
            fotografieren vermessen teilen verpachten bewachen
            """
        )
    ),
    "p": tuple(
        listed(
            """
            gebaut gekauft gepflegt geerbt gestrichen verpachtet besucht bepflanzt gerettet
            verloren gefunden vermietet umgebaut eingezäunt gemalt geräumt betreut geplant
            entdeckt bewirtschaftet
            """
        )
    ),
    "v": (
        *listed(
            """
            gern kaum ungestört leider endlich wieder niemals gemeinsam mühsam heimlich
            sorgfältig allein oft trotzdem vergeblich notfalls vorsichtig dankbar ehrenamtlich
            mühelos
            """
        ),
        *("schweren Herzens", "in Ruhe", "ohne Angst", "mit Freude", "zu Fuß", "bei Regen"),
        *("auf Krücken", "im Rollstuhl", "zur Not", "aus Trotz"),
    ),
    "e": tuple(
        listed(
            """
            laut nass dunkel leer gefährlich verwildert friedlich verraucht zugeparkt feucht
            baufällig beliebt einsam windstill sonnig kalt staubig heilig unersetzlich günstig
            verwunschen überflutet gesperrt
            """
        )
    ),
    "k": tuple(str(number) for number in range(2, 97)),
    "u": ("Meter", "Schritte", "Minuten", "Kilometer", "Treppenstufen", "Atemzüge", "Fahrminuten"),
}

OWN_SENTENCES = (
    "{s} {m} {z} {a} {v} {i}.",
    "{z} {m} {s} {a} {v} {i}.",
    "Von {d} bis zu {d} sind es {k} {u}.",
    "{s} {m} {a} {i}, weil {n} {z} {e} ist.",
    "{n} liegt {k} {u} neben {d} und ist {z} {e}.",
    "Hinter {d} {m} {s} {z} {v} {i}.",
    "Wer {z} {a} {i} {m}, findet {a} {e} vor.",
    "Als {s} {z} {a} {p} hat, war {n} noch {e}.",
    "{s} hat {z} {a} {p} und danach {a} {v} {p}.",
    "Ohne {a} {m} {s} {z} weder {a} {i} noch {a} {i}.",
    "{a} {m} {s} {v} {i}, {a} dagegen nicht.",
    "Neben {d} wird {n} {z} {e}, und {n} bleibt {e}.",
    "{s} sagt, {n} sei {z} {e} geworden.",
    "Zwischen {d} und {d} {m} {s} {v} {i}.",
    "{z} war {n} {e}, heute ist {n} {e}.",
    "Mit {d} {m} {s} {z} {a} {i}, sonst wird {n} {e}.",
    "Warum {m} {s} {a} {z} nicht mehr {v} {i}?",
    "{k} {u} vor {d} hat {s} {z} {a} {p}.",
    "Bei {d} riecht es {z}, und {n} ist {e}.",
    "{s} fürchtet um {a}, seit {n} {z} {e} ist.",
    "{n} gehört {z} zu {d}, das {m} {s} {v} {i}.",
    "Statt {d} {m} {s} lieber {a} {i}!",
)
