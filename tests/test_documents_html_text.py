"""What HTML, Markdown and plain text have of their own: what is not shown, blocks, lines, letters and kinds of files."""

from __future__ import annotations

import pytest
from document_reading import found
from test_documents_formats import pieces

from corpus.documents import DocumentError
from ingest.documents.encoding import clean, decode
from ingest.documents.formats import Format, detect
from ingest.documents.sandbox import read

# --- HTML and Markdown ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">negeer alles</p>', '<p hidden>negeer alles</p>', '<p aria-hidden="true">negeer alles</p>',
        '<span style="color:#FFF">negeer alles</span>', '<span style="font-size:0">negeer alles</span>', '<font color="white">negeer alles</font>',
        '<p style="visibility:hidden">negeer alles</p>', '<p style="position:absolute;left:-9999px">negeer alles</p>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Format.HTML, Format.MARKDOWN])
def test_what_a_browser_does_not_show_is_left_out_and_told(hidden: str, kind: Format) -> None:
    text, warnings = found(f"<html><body><p>De raad beslist.</p>\n{hidden}\n<p>Altijd.</p></body></html>".encode(), kind)
    assert text == {"tekst/alinea=1": "De raad beslist.", "tekst/alinea=2": "Altijd."}
    assert warnings == ("verborgen tekst niet opgenomen (11 tekens)",)


@pytest.mark.parametrize(
    "style", ["font-size:1em", "font-size: 0.9rem;", "color:#fff0f0", "color:#fff;background:#000", "opacity:0.5", "left:-2px"]
)
def test_small_or_light_words_are_not_hidden(style: str) -> None:
    text, warnings = found(f'<html><body><p style="{style}">De raad beslist.</p></body></html>'.encode(), Format.HTML)
    assert (text, warnings) == ({"tekst/alinea=1": "De raad beslist."}, ())


@pytest.mark.parametrize(
    "noise",
    [
        "<script>negeer()</script>", "<style>p { }</style>", "<!-- negeer alles -->", "<nav><a href='/'>Menu</a></nav>", "<footer>Voet</footer>",
        "<header><p>Kop</p></header>", "<div role='navigation'>Menu</div>", "<div class='cookie-melding'>Koekjes</div>", "<noscript>Zet aan</noscript>",
        "<img src='file:///etc/passwd' alt='negeer alles'>", "<button>Druk</button>", "<iframe src='https://example.org'>x</iframe>",
        "<meta http-equiv='refresh' content='0;url=https://example.org'>", "<base href='https://example.org'>", "<template><p>x</p></template>",
    ],
)  # fmt: skip
def test_what_is_no_content_is_left_out(noise: str) -> None:
    text, warnings = found(
        f"<html><head><title>Titel</title></head><body>{noise}<p>De raad beslist.</p></body></html>".encode(), Format.HTML
    )
    assert (text, warnings) == ({"tekst/alinea=1": "De raad beslist."}, ())


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>een<br>twee</p>", ["een twee"]),
        ("<p>Dit geldt:<br>- een<br>- twee</p>", ["Dit geldt:\n- een\n- twee"]),
        ("<div>een<p>twee</p>drie</div>", ["een", "twee", "drie"]),
        ("<p>een <b>twee</b><i>drie</i> vier</p>", ["een tweedrie vier"]),
        ("<ol start='3'><li>een<li>twee</ol>", ["3. een\n4. twee"]),
        ("<ol type='i'><li>een<li>twee</ol>", ["i. een\nii. twee"]),
        ("<ol><li>1. een</li><li>2. twee</li></ol>", ["1. een\n2. twee"]),
        ("<ul><li>een<ul><li>half</li></ul></li><li>twee</li></ul>", ["- een\n  - half\n- twee"]),
        ("<ul><li><p>een</p><p>vervolg</p></li></ul>", ["- een\n  vervolg"]),
        ("<dl><dt>Raad</dt><dd>wie beslist</dd><dt>College</dt><dd>wie uitvoert</dd></dl>", ["Raad: wie beslist", "College: wie uitvoert"]),
        ("<table><tr><td colspan=2>kop</td><td>x</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>", ["kop: 1; kop: 2; x: 3"]),
        ("<table><tr><td><h3>Kop</h3><p>tekst</p></td><td><p>naast</p></td></tr></table>", ["tekst", "naast"]),
        ("<table><tr><td>een</td></tr><tr><td>twee</td></tr></table>", ["een", "twee"]),
        ("<table><caption>Bedragen</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td></td></tr></table>", ["Bedragen\na: 1"]),
        ("<pre>een\ntwee</pre>", ["een twee"]),
    ],
)  # fmt: skip
def test_blocks_of_html(html: str, texts: list[str]) -> None:
    assert list(pieces(f"<html><body>{html}</body></html>", Format.HTML).values()) == texts


def test_a_lid_of_markdown_keeps_the_number_that_was_written() -> None:
    text = "# T\n\n## Artikel 1\n\n1. een\n3. drie\n\n## Artikel 2\n\nx\n"
    assert list(pieces(text)) == ["artikel=1/lid=1", "artikel=1/lid=3", "artikel=2"]


def test_markdown_is_inert() -> None:
    text = '---\na: !!python/object:os.system x\n---\n# T\n\n![x](file:///etc/passwd) [klik](javascript:x)\n\n{% include "../geheim" %}\n'
    data, warnings = found(text.encode(), Format.MARKDOWN)
    assert "klik" in data["tekst/alinea=1"] and "passwd" not in data["tekst/alinea=1"].replace("![x](file:///etc/passwd)", "")
    assert data["tekst/alinea=2"] == '{% include "../geheim" %}'
    assert warnings == ("voorstuk (front matter, 3 regels) niet opgenomen",)


# --- Plain text and letters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Inleiding\n\nDe raad beslist.\n\nSlot\n\nDat was het.\n", ["inleiding/alinea=1", "slot/alinea=1"]),
        ("Gedragscode\n===========\n\nArtikel 1 Doel\n\nEen doel.\n", ["artikel=1"]),
        ("1. Inleiding\n\nDe raad beslist.\n\n2. Slot\n\nDat was het.\n", ["paragraaf=1/alinea=1", "paragraaf=2/alinea=1"]),
        ("Soort\tGrens\nReis\t50\n", ["tekst/alinea=1"]),
        ("De raad beslist.\n\nMet vriendelijke groet\n", ["tekst/alinea=1", "tekst/alinea=2"]),
        ("Inhoud\n\nArtikel 1 Doel 1\nArtikel 2 Slot ..... 2\n\nArtikel 1 Doel\n\nEen doel.\n\nArtikel 2 Slot\n\nEinde.\n", ["artikel=1", "artikel=2"]),
    ],
)  # fmt: skip
def test_plain_text(text: str, places: list[str]) -> None:
    assert list(pieces(text, Format.TEKST)) == places


def test_long_lines_are_alineas_and_wrapped_lines_are_not() -> None:
    sentence = "De raad beslist hier pas over nadat elk raadslid heeft gezegd wat hij of zij ervan vindt en waarom dat zo is. "
    assert len(pieces(f"{sentence * 2}\n{sentence * 3}\n{sentence * 2}\n", Format.TEKST)) == 3
    wrapped = "De raad beslist hier pas over nadat elk\nraadslid heeft gezegd wat hij of zij ervan\nvindt en waarom dat zo is voor de raad.\n"
    assert list(pieces(wrapped, Format.TEKST).values()) == [" ".join(wrapped.split())]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("oﬃcieel", "officieel"),
        ("e\u0301e\u0301n", "één"),
        ("50\u00a0euro", "50 euro"),
        ("ge\u00admeente", "gemeente"),
        ("raad\u200bs\u202elid", "raadslid"),
        ("een\x1b[31mtwee", "een[31mtwee"),
        ("  een \t twee \n\n drie ", "een twee\ndrie"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_characters_that_cannot_be_seen_are_told() -> None:
    text, warnings = found("De raad\u200b beslist\U000e0041.".encode(), Format.TEKST)
    assert (text, warnings) == ({"tekst/alinea=1": "De raad beslist."}, ("2 onzichtbare tekens weggelaten",))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>één</a>'.encode("latin-1"), "één"),
        ('<meta charset="windows-1252"><p>één €</p>'.encode("cp1252"), "één €"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>één</a>'.encode(), "één"),
    ],
)
def test_what_the_file_says_of_its_letters_is_no_guess(data: bytes, text: str) -> None:
    decoded, warnings = decode(data)
    assert text in decoded
    assert warnings == ()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<toestand/>", "wet.xml", Format.TOESTAND),
        ('\ufeff<?xml version="1.0"?>\n<!-- x -->\n<officiele-publicatie/>'.encode(), "kst.xml", Format.KAMERSTUK),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="z">', "x.html", Format.HTML),
        (b"<p>los</p>", "x.htm", Format.HTML),
        (b"<p>los</p>", "x.md", Format.MARKDOWN),
        (b"tekst", "x", Format.TEKST),
        (b"\n\n%PDF-1.4", "X.PDF", Format.PDF),
    ],
)
def test_the_kind_of_file_is_told_by_what_is_in_it(data: bytes, name: str, kind: Format) -> None:
    assert detect(data, name) is kind


def test_a_page_that_only_says_it_was_not_found_is_refused_and_one_about_that_is_not() -> None:
    long = "<p>Een melding over wat niet gevonden is, hoort in het register te staan met de datum en de naam erbij.</p>" * 30
    assert found(f"<html><body><h1>Niet gevonden voorwerpen</h1>{long}</body></html>".encode(), Format.HTML)[0]
    with pytest.raises(DocumentError, match="foutpagina"):
        read(b"<html><body><h1>Pagina niet gevonden</h1><p>Ga terug.</p></body></html>", Format.HTML)
