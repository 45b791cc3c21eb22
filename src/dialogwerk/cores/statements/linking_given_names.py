"""Given names that are common enough in German registers to be told from typing errors.

"Jan" and "Jana", "Anna" and "Anne" differ in one letter and are two people. A form that is not
listed here still counts as a name of its own where the letters themselves show it to be one.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from dialogwerk.cores.statements.words import fold

_WOMEN = """
    Adele Adelheid Agata Agnes Agnieszka Aida Aischa Alena Alessia Alexa Alexandra Alice Alicia
    Alina Aliya Alma Alwine Amalia Amanda Amara Amelie Amina Amira Ana Anastasia Andrea Anette
    Angela Angelika Angelina Anika Anita Anja Anke Ann Anna Anne Annegret Annelie Anneliese
    Annemarie Annett Annette Anni Annika Annina Antje Antonia Antonie Arzu Asli Asta Astrid
    Augusta Aurelia Ayla Aylin Ayşe Babette Barbara Bärbel Beate Beatrice Beatrix Bella Berta
    Bettina Bianca Birgit Birgitta Birte Brigitte Brunhilde Büşra Camilla Carina Carla Carmen
    Carola Carolin Caroline Catharina Cäcilia Celina Celine Charlotte Chiara Christa Christel
    Christiane Christin Christina Christine Clara Claudia Constanze Cora Cordula Corina Corinna
    Cornelia Dagmar Dana Daniela Daria Debora Denise Derya Diana Dilara Dora Dörte Dorothea
    Dorothee Dorota Doris Ebru Edda Edeltraud Edith Elena Eleonore Elfriede Elif Elina Elisa
    Elisabeth Elise Elke Ella Ellen Elli Elly Elsa Elsbeth Else Elvira Emilia Emilie Emily Emine
    Emma Emmi Erika Erna Esra Esther Eva Evelin Evelyn Ewa Fabienne Fatima Fatma Felicitas Finja
    Fiona Flora Florentine Franka Franziska Frauke Frida Frieda Friederike Gabi Gabriela
    Gabriele Gerda Gerlinde Gerta Gertraud Gertrud Gesa Gesine Gisela Gitta Gudrun Gülcan Gülay
    Gundula Greta Grete Grit Halina Hanna Hannah Hannelore Hanne Hatice Hedwig Heide Heidemarie
    Heidi Heidrun Heike Helen Helena Helene Helga Hella Henrike Henriette Herta Hilda Hilde
    Hildegard Hülya Ida Ilka Ilona Ilse Ina Ines Inga Inge Ingeborg Ingrid Inka Irena Irene
    Irina Iris Irma Irmgard Irmtraud Isa Isabel Isabell Isabella Isolde Ivana Iwona Jacqueline
    Jana Jane Janina Janine Janna Jasmin Jeanette Jelena Jella Jennifer Jenny Jessica Jette
    Joana Johanna Jolanta Josefa Josefine Judith Julia Juliana Juliane Julie Jutta Kaja Karen
    Karin Karina Karla Karola Karolin Karolina Karoline Katarina Katarzyna Käte Kateryna
    Katharina Käthe Kathi Kathleen Kathrin Katja Katrin Kerstin Kim Kira Klara Klaudia Konstanze
    Kornelia Kristin Kristina Lan Lana Lara Larissa Laura Lea Leah Leila Lena Leni Leonie
    Leonore Leyla Lia Liane Lida Lieschen Lieselotte Lili Lilia Lilli Lilly Lina Linda Linh Linn
    Lisa Lisbeth Liselotte Lore Lotta Lotte Louisa Louise Lucia Lucie Lucy Luisa Luise Luna
    Lydia Magda Magdalena Maike Maja Malgorzata Mandy Manuela Mara Mareike Maren Margarete
    Margarethe Margit Margitta Margot Margret Margrit Maria Mariam Marianne Marie Marieke
    Mariella Marika Marina Marion Marita Marlene Marlies Marta Martha Martina Mathilda Mathilde
    Maya Mechthild Meike Melanie Melina Melissa Meryem Mia Michaela Michelle Mila Mina Mira
    Miriam Mona Monica Monika Monique Nadia Nadine Nadja Nancy Natalia Natalie Nela Nele Nelli
    Nicole Nina Nora Olga Olivia Özlem Pamela Patricia Paula Pauline Petra Pia Rabea Ramona
    Rebecca Rebekka Regina Regine Renata Renate Ria Rita Romina Romy Ronja Rosa Rosalie Rose
    Rosemarie Roswitha Ruth Sabine Sabrina Samira Sandra Sara Sarah Saskia Selina Selma Senta
    Sevgi Sibylle Siegrid Sigrid Silja Silke Silvia Simone Sina Sofia Sofie Sonja Sonya Sophia
    Sophie Stefanie Steffi Stella Stephanie Susann Susanna Susanne Svea Svenja Svetlana Sybille
    Sylvia Sylvie Tamara Tania Tanja Tara Tatjana Teresa Thea Theresa Therese Theresia Tilda
    Tina Traude Traute Trude Ulla Ulrike Ursel Ursula Uschi Uta Ute Valentina Valerie Vanessa
    Vera Verena Veronika Victoria Viktoria Viola Vivian Vivien Waltraud Wanda Wencke Wiebke
    Wilhelmine Wilma Yara Yasemin Yasmin Yvette Yvonne Zara Zehra Zeynep Zoe Zofia
"""
_MEN = """
    Aaron Abdul Achim Adam Adem Adolf Adrian Ahmed Ahmet Albert Albrecht Alejandro Alessandro
    Alex Alexander Alexei Alfons Alfred Ali Alois Alwin Amir Anatol Anders Andre Andreas Andrej
    Andrzej Angelo Anton Antonio Armin Arndt Arne Arno Arnold Arthur Artur August Axel Aydin
    Baran Bastian Ben Benedikt Benjamin Benno Bernard Bernd Bernhard Bert Berthold Bertram Björn
    Bodo Boris Bruno Burak Burkhard Can Carl Carlo Carlos Carsten Cem Chris Christian Christof
    Christoph Clemens Conrad Constantin Cornelius Dan Daniel Danilo Dario David Denis Dennis
    Detlef Dieter Dietmar Dietrich Dimitri Dirk Dmitri Dominik Eberhard Eckhard Edgar Edmund
    Eduard Edwin Egon Ehrenfried Elias Elmar Emanuel Emil Emin Emre Enno Enrico Eric Erich Erik
    Erkan Ernst Erwin Eugen Ewald Fabian Falk Felix Ferdinand Fernando Finn Florian Frank Franz
    Franziskus Fred Frederik Friedhelm Friedrich Fritz Gabriel Georg Gerald Gerd Gereon Gerhard
    Gernot Gero Gert Giovanni Giuseppe Gottfried Götz Gregor Guido Günter Günther Gustav Hakan
    Hannes Hanno Hans Harald Harry Hartmut Hasan Hauke Heiko Heiner Heino Heinrich Heinz Helge
    Helmut Helmuth Hendrik Henning Henri Henrik Henry Herbert Heribert Hermann Hilmar Holger
    Horst Hubert Hubertus Hugo Hüseyin Ibrahim Ignaz Igor Immanuel Ingo Ioannis Ismail Ivan Iwan
    Jakob Jan Janek Janis Jannes Jannik Janos Janusz Jaroslaw Jens Jerome Jerzy Joachim Jochen
    Joe Joel Johann Johannes John Jon Jonas Jonathan Jörg Jörn Josef Joseph Josua Julian Julius
    Jupp Jürgen Justus Kai Karel Karl Karsten Kasimir Kaspar Kay Kenan Kevin Kilian Klaus
    Klemens Knut Kofi Konrad Konstantin Kornelius Krzysztof Kurt Lars Laurens Laurenz Lasse
    Lennart Lennard Leo Leon Leonard Leonhard Leopold Levin Linus Lorenz Lothar Louis Luca Lucas
    Ludger Ludwig Luigi Luis Luka Lukas Lutz Maik Malte Manfred Manuel Marc Marcel Marco Marcus
    Marek Marian Mario Marius Mark Marko Markus Marlon Marten Martin Marvin Mathias Mats
    Matthias Maurice Max Maximilian Mehmet Meinhard Meinolf Mert Metin Michael Michail Michel
    Miguel Mika Mike Milan Mirko Mirco Mohamed Mohammed Moritz Muhammad Murat Mustafa Nico
    Nicolas Niclas Niels Nik Niklas Niko Nikolai Nikolas Nikolaus Nils Noah Norbert Olaf Ole
    Oleg Oliver Olli Omar Ömer Oscar Oskar Osman Oswald Othmar Otmar Otto Pascal Patrick Paul
    Pavel Pawel Peer Per Peter Philip Philipp Piet Piotr Pjotr Rafael Ragnar Rainer Ralf Ralph
    Ramon Raphael Rasmus Raymund Reiner Reinhard Reinhold Rene Ricardo Richard Rico Robert Robin
    Roger Roland Rolf Roman Ronald Rudi Rüdiger Rudolf Rupert Salih Salvatore Sam Samuel Sandro
    Sascha Sebastian Selim Semih Serdar Sergej Sergio Severin Siegbert Siegfried Siegmar Sigmund
    Silas Silvio Simon Sönke Sören Stanislaw Stefan Steffen Stephan Sven Tarik Theo Theodor
    Thiemo Thies Thilo Thomas Thorben Thorsten Tibor Till Tilman Tilo Tim Timo Timon Timur Tino
    Titus Tobias Tom Tomas Tomasz Toni Torben Torsten Udo Ulf Uli Ullrich Ulrich Urs Uwe
    Valentin Veit Viktor Vincent Vinzenz Vitus Vladimir Volker Volkmar Waldemar Walter Walther
    Wenzel Werner Wieland Wilfried Wilhelm Willi Willy Winfried Wladimir Wolf Wolfgang Wolfram
    Xaver Yannick Yasin Yusuf Yunus Zeno Zoltan
"""
_ALSO_CALLED = """
    Johannes:Hans,Hannes,Johann,Jo,Hanns Elisabeth:Lisa,Liesel,Elsbeth,Sissi,Lisbeth,Elli,Betty
    Margarete:Grete,Greta,Gretel,Margret,Marga,Rita
    Katharina:Käthe,Kathi,Katja,Kati,Kathrin,Katrin Friedrich:Fritz,Fred,Friedel
    Wilhelm:Willi,Willy,Helmut Heinrich:Heiner,Heinz,Henry,Hein,Heini
    Josef:Sepp,Jupp,Joseph,Beppo Alexander:Alex,Sascha,Xander Maximilian:Max Ludwig:Lutz,Lui
    Friederike:Fritzi,Rike,Frieda Charlotte:Lotte,Lotta,Charly Susanne:Susi,Sanne,Susann,Suse
    Gabriele:Gabi,Gaby Ursula:Uschi,Ulla,Ursel Barbara:Bärbel,Babsi
    Christiane:Christa,Christel,Chris Christine:Christa,Christel,Tine,Chris Christian:Chris
    Christoph:Chris,Stoffel Martina:Tina Bettina:Tina,Betty Stefan:Steffen Stefanie:Steffi
    Andreas:Andi,Andy Michael:Michi,Michel,Mike Thomas:Tom,Tommy Matthias:Matze,Hias
    Sebastian:Basti,Bastian Benjamin:Ben Daniel:Dani Franziska:Franzi,Fanny Robert:Rob,Bob
    Rudolf:Rudi,Rolf Ulrich:Uli,Ulli,Ullrich Ulrike:Uli,Rike Wolfgang:Wolf Eduard:Edi
    Hildegard:Hilde,Hilda Gertrud:Trude,Gerta Gerhard:Gerd,Gert,Hardy Bernhard:Bernd,Berni
    Dietrich:Dieter Joachim:Achim,Jochen,Jo Nikolaus:Klaus,Niko,Nico Georg:Schorsch,Jörg,Jürgen
    Anton:Toni Antonia:Toni Manfred:Manni,Fred Alfred:Fred,Fredi Siegfried:Sigi Sigrid:Sigi
    Hannelore:Lore,Hanne Johanna:Hanna,Hanne Magdalena:Lena,Magda,Leni Helene:Lena,Leni,Lene
    Annemarie:Anne,Anni Rosemarie:Rosi,Rose Jakob:Jo Emanuel:Manuel Emmanuel:Manuel
    Theresia:Resi,Thea Theodor:Theo Theodora:Thea,Dora Dorothea:Thea,Dora,Doro Viktoria:Vicky
    Konstantin:Konni Konstanze:Conny Cornelia:Conny Kornelia:Conny
"""


def _forms(names: str) -> frozenset[str]:
    return frozenset(plain(name) for name in names.split())


@lru_cache(maxsize=1 << 17)
def plain(word: str) -> str:
    """A word folded to the letters a to z and digits; accents fall away.

    >>> plain("Ayşe"), plain("René"), plain("Jürgen")
    ('ayse', 'rene', 'juergen')
    """
    folded = fold(word)
    if folded.isascii():
        return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))
    folded = unicodedata.normalize("NFKD", folded.translate(_UNDECOMPOSED))
    return "".join(char for char in folded if char.isascii() and char.isalnum())


_UNDECOMPOSED = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe"})


@lru_cache(maxsize=1)
def known_given_names() -> frozenset[str]:
    """All listed forms, folded."""
    return _forms(_WOMEN) | _forms(_MEN)


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in _ALSO_CALLED.split():
        long, short = entry.split(":")
        for name in short.split(","):
            found.setdefault(plain(long), set()).add(plain(name))
            found.setdefault(plain(name), set()).add(plain(long))
    return {name: frozenset(forms) for name, forms in found.items()}


def is_short_form(one: str, other: str) -> bool:
    """Whether one of two folded given names is a usual short form of the other.

    >>> is_short_form("hans", "johannes"), is_short_form("hans", "heinrich")
    (True, False)
    """
    return other in _short_forms().get(one, ())
