"""Invented papers, in the layouts that parliaments use."""

ANSWER = """\
Musterländischer Landtag – 7. Wahlperiode Drucksache 7/412

1
Kleine Anfrage zur schriftlichen Beantwortung
mit Antwort der Landesregierung
Anfrage der Abgeordneten Rosa Probe und Dr. Emil Beispiel (CDU) sowie Ida Muster (SPD)
Antwort des Musterländischen Ministeriums für Wege und Brücken namens der Landesre-
gierung
Wohin führt der Steg
am Mühlbach?
Anfrage der Abgeordneten Rosa Probe und Dr. Emil Beispiel (CDU) sowie Ida Muster (SPD),
eingegangen am 03.02.2025 - Drs. 7/388,
Antwort des Musterländischen Ministeriums für Wege und Brücken namens der Landesre-
gierung vom 04.03.2025

Vorbemerkung der Abgeordneten
Am Mühlbach stehen rund 1,3 Millionen Bretter.1 Seit 2019 ist der Steg gesperrt. Geprüft wurde:
1. das Holz,
2. der Grund,
3. das Geländer.

1  https://steg.example/bretter

Musterländischer Landtag – 7. Wahlperiode Drucksache 7/412

2

Vormerkung der Landesregierung
Die Prüf- und Wartungsarbeiten nach § 3 Abs. 2 Satz 1 StegG werden fort-
geführt. Es gelten laut Gutachten 25 % Abnutzung.

1. Wer prüft den Steg
(bitte nach Jahren aufschlüsseln)?
Das Amt für Brücken prüft jährlich.
 1. im Frühjahr,
 2. im Herbst.

2.Was kostet das? Bitte die Beträge nennen.
3. Wann wird er geöffnet?
Die Fragen 2 und 3 werden wegen des Zusammenhangs gemeinsam beantwortet. Bis zu 3 Mio. Euro;
geöffnet wird am 1. Mai 2026.

4. Welche Wege werden gesperrt
a) am Bach,
b) im Wald?
Zu a:
Keine.
Zu b:
Der Hohlweg, siehe Antwort zu Frage 9.

5. Was ist im Ort geplant?
Künftige Feste sind unter 1. beschrieben.

6. Wer trägt die Kosten?
Es wird auf die Antwort zu Frage 7 verwiesen.

7. Wer zahlt am Ende?
Es wird auf die Antwort zu Frage 6 verwiesen. Im Übrigen wird auf die Vorbemerkung verwiesen.

(verteilt am 06.03.2025)
"""

QUESTION = """\
LANDTAG MUSTERLAND 3. Wahlperiode Drucksache 3/17

Kleine Anfrage 12
des Abgeordneten Otto Muster DIE LINKE

Bäume am Ring

Am Ring wurden 40 Linden gefällt.

Ich frage die Landesregierung:
1. Wer hat das erlaubt?
2. Was wird gepflanzt?
"""

APART = """\
Antwort der Landesregierung auf die Kleine Anfrage 31 vom 2. Januar 2020
der Abgeordneten Ida Muster GRÜNE
Wie laut ist es?

Die Ministerin für Ruhe hat die Kleine Anfrage 31 mit Schreiben vom 30. Januar 2020 namens der
Landesregierung im Einvernehmen mit dem Minister für Wege, der Ministerin der Finanzen und dem
Minister des Innern beantwortet.

Frage 1: Wie laut ist es am Tag?
Frage 2: Wie laut ist es nachts?
Frage 3: Wer misst?

Zu Frage 1:
Sehr laut.

Zu den Fragen 2 und 3:
Niemand misst.
"""

BEHIND = """\
LANDTAG MUSTERLAND 17. Wahlperiode Drucksache 17/905
20.03.2018

Datum des Originals: 19.03.2018/Ausgegeben: 23.03.2018

Antwort
der Landesregierung
auf die Kleine Anfrage 214 vom 20. Februar 2018
der Abgeordneten Ida Muster und Otto Probe SPD
Drucksache 17/800

Wer hört zu?

Vorbemerkung der Kleinen Anfrage

Zuhören ist selten.

Der Minister für Gehör hat die Kleine Anfrage 214 mit Schreiben vom 19. März 2018 namens
der Landesregierung beantwortet.

1. Wer hört zu?

Alle.

2. Seit wann?

Seit 2017.
"""
