"""The report of a run: one HTML file that needs nothing outside itself, in Dutch.

Questions of the dev split are shown with their text, those of the release split by id only.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eval.charts import bars, histogram, lines
from eval.intervals import Figure
from eval.metrics import DEPTH, hit_curve, risk_coverage
from eval.questions import RELEASE
from eval.result import Figures, Row, Run

NAMES: Mapping[str, str] = {
    "hit@1": "hit@1 (lid, alle groepen)",
    "hit@5": "hit@5 (lid, alle groepen)",
    "hit@20": "hit@20 (lid, alle groepen)",
    "any@1": "hit@1 (lid, een groep)",
    "any@5": "hit@5 (lid, een groep)",
    "any@20": "hit@20 (lid, een groep)",
    "mrr": "MRR",
    "ndcg@10": "nDCG@10",
    "cited@lid": "juiste lid geciteerd",
    "cited@artikel": "juiste artikel geciteerd",
    "citation_precision": "precisie van citaten",
    "refusal_recall": "terecht geweigerd, van wat moest",
    "refusal_precision": "terecht geweigerd, van alle weigeringen",
    "false_refusals": "onterecht geweigerd (lager is beter)",
    "must_mention": "noemt wat moet",
}

_PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Meting {{ run.started }}</title><style>
:root { --inkt: #1b1b1b; --papier: #fff; --lijn: #c8c8c8; --een: #3573a8; --twee: #b35a1f; --drie: #3d7a3d; }
@media (prefers-color-scheme: dark) { :root { --inkt: #eee; --papier: #1a1a1a; --lijn: #555; --een: #6aa5d9;
  --twee: #dd8a55; --drie: #77b777; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--inkt); background: var(--papier); max-width: 60rem;
  margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h2 { margin-top: 2.5rem; } svg { width: 100%; max-width: 46rem; } svg text { font-size: 13px; fill: var(--inkt); }
.breed { overflow-x: auto; } table { border-collapse: collapse; }
th, td { overflow-wrap: normal; border-bottom: 1px solid var(--lijn); padding: .3rem .7rem; text-align: left;
  vertical-align: top; }
td.getal { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.vraag { min-width: 20rem; } td.plaats { overflow-wrap: anywhere; min-width: 10rem; }
.fout { border: 2px solid #b00020; padding: .5rem 1rem; }
</style></head><body>
<h1>Meting van {{ run.started }}</h1>
{% for why in run.invalid %}<p class="fout"><strong>Ongeldig:</strong> {{ why }}</p>{% endfor %}
{% if not run.determinism.holds %}<p class="fout"><strong>Niet deterministisch:</strong>
{{ run.determinism.different|join(', ') }}</p>{% endif %}
<p>Corpus {{ run.corpus }} · composer {{ run.composer }} · peildatum {{ run.peildatum }} ·
{{ run.determinism.asked }} vragen twee keer gesteld, {{ run.determinism.different|length }} verschillend.<br>
{% for name, version in run.versions.items() %}{{ name }} {{ version }}{{ '' if loop.last else ' · ' }}{% endfor %}</p>
<h2>Scorekaart</h2><div class="breed"><table>
<thead><tr><th scope="col">maat</th>{% for split in run.splits %}<th scope="col">{{ split }}</th>{% endfor %}</tr></thead>
<tbody>{% for name, label in names.items() %}<tr><th scope="row">{{ label }}</th>
{% for found in run.splits.values() %}<td class="getal">{{ cell(found.total[name]) }}</td>{% endfor %}</tr>{% endfor %}
<tr><th scope="row">tijd, p50 / p95 (ms)</th>{% for found in run.splits.values() %}
<td class="getal">{{ number(found.p50_ms) }} / {{ number(found.p95_ms) }}</td>{% endfor %}</tr></tbody></table></div>
<p>Tussen haakjes het 95 %-interval (Wilson; bootstrap bij MRR, nDCG en precisie) en het aantal vragen.</p>
<h2>Gevonden binnen de eerste k</h2>{{ curve }}
{% for split, parts in slices.items() %}{% for part, charts in parts.items() %}
<h2>Naar {{ part }}: {{ split }}</h2>{% for name, chart in charts.items() %}<h3>{{ name }}</h3>{{ chart }}{% endfor %}
{% endfor %}{% endfor %}
<h2>Fouten bij alleen de zekerste antwoorden</h2>
<p>Antwoorden op volgorde van de score van de eerste vindplaats: hoeveel vragen krijgen er een, en welk deel
daarvan citeert het verwachte lid niet?</p>{{ risk }}
<h2>Tijd per vraag</h2>{{ latency }}
{% for split, rows in misses.items() %}<h2>Gemist: {{ split }} ({{ rows|length }})</h2>
<div class="breed"><table><thead><tr><th scope="col">id</th><th scope="col">soort</th><th scope="col">ambt</th>
{% if split != release %}<th scope="col">vraag</th>{% endif %}<th scope="col">uitkomst</th><th scope="col">rang</th>
<th scope="col">geciteerd</th></tr></thead><tbody>
{% for row in rows %}<tr><td class="getal">{{ row.id }}</td><td>{{ row.kind }}</td><td>{{ row.ambt }}</td>
{% if split != release %}<td class="vraag">{{ row.question }}</td>{% endif %}
<td>{{ row.error or row.outcome }}{% if row.reason %}: {{ row.reason }}{% endif %}</td>
<td>{% for rank in row.ranks %}{{ rank or '–' }} {% endfor %}</td>
<td class="plaats">{{ row.cited[:4]|join(', ') }}</td></tr>{% endfor %}</tbody></table></div>{% endfor %}
</body></html>
"""


def render(run: Run) -> str:
    """The whole report as HTML; every text that comes from a run is escaped."""
    from jinja2 import Environment, StrictUndefined

    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(_PAGE)
    rows = {split: [row for row in run.rows if row.split == split] for split in run.splits}
    curves = {s: [(float(k), y) for k, y in enumerate(hit_curve(own), 1)] for s, own in rows.items()}
    risks = {split: risk_coverage(own) for split, own in rows.items()}
    return page.render(
        run=run,
        names=NAMES,
        release=RELEASE,
        cell=cell,
        number=lambda value: "–" if value is None else f"{value:.0f}",
        curve=lines("hit@k naar k, per split", curves, "k", "hit@k", (1, DEPTH)),
        slices={split: _slices(run, split) for split in run.splits},
        risk=lines("risico naar dekking, per split", risks, "dekking", "risico", (0, 1)),
        latency=histogram("verdeling van de tijd per vraag", [r.ms for r in run.rows if r.ms is not None], "ms"),
        misses={split: misses(own) for split, own in rows.items()},
    )


def write_report(run: Run, path: Path) -> None:
    """Write the report; the folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(run), encoding="utf-8")


def misses(rows: list[Row]) -> list[Row]:
    """What to look at, in question order."""
    return [row for row in rows if row.missed]


def cell(figure: Figure) -> str:
    """``0.82 (0.75-0.88; 142)``, or a dash where no question counts."""
    if figure.value is None:
        return "–"
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f}; {figure.n})"


def _slices(run: Run, split: str) -> dict[str, dict[str, object]]:
    found = run.splits[split]
    parts: dict[str, Mapping[str, Figures]] = {"soort": found.kind, "bestuurslaag": found.laag, "ambt": found.ambt}
    shown = ("hit@5", "cited@lid")
    return {
        part: {NAMES[name]: bars(f"{NAMES[name]}, {split}", {g: f[name] for g, f in groups.items()}) for name in shown}
        for part, groups in parts.items()
    }
