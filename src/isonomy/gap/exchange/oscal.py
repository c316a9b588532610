"""An analysis as OSCAL assessment results, with the assessment plan that they refer to.

Requirements are the controls of the catalogues that `packs.oscal` writes, and carry the same ids.
What was found for them stands in findings: satisfied, or not; how it was found in observations.
The same analysis gives the same document, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from isonomy.gap.exchange.analysis import Analysis, Proof
from isonomy.gap.exchange.wording import clause_in, title_of
from isonomy.norms.gap.question import Question
from isonomy.norms.gap.standing import Standing
from isonomy.norms.gap.state import State
from isonomy.packs.oscal import NAMESPACE, OSCAL_VERSION, token
from isonomy.proof.canonical import digest

Json = dict[str, Any]

RESULTS_FILE = "assessment-results.json"
PLAN_FILE = "assessment-plan.json"

_UUIDS = uuid5(NAMESPACE_URL, NAMESPACE + "/gap")
_STATUS = {
    State.CONFORMS: ("satisfied", "pass"),
    State.PARTLY: ("not-satisfied", "other"),
    State.DOES_NOT_CONFORM: ("not-satisfied", "fail"),
}


def oscal_results(analysis: Analysis) -> Json:
    """The analysis as an OSCAL assessment-results document, ready for JSON."""
    assessed = [found for found in analysis.standings if found.state in _STATUS]
    questions = {found.question.key: found.question for found in assessed}
    result: Json = {
        "uuid": _uuid(analysis, "result"),
        "title": _line(analysis.name),
        "description": _text(analysis.scope) or "Gap analysis by requirement and control.",
        "start": _moment(analysis),
        "props": [_prop("readiness-percent", analysis.readiness.value)]
        if analysis.readiness.value is not None
        else [],
        "reviewed-controls": _reviewed(analysis),
    }
    if not result["props"]:
        del result["props"]
    if assessed:
        result["observations"] = [_observation(analysis, q) for q in questions.values()]
        result["findings"] = [_finding(analysis, found) for found in assessed]
    body: Json = {
        "metadata": _metadata(analysis, "Gap analysis, results"),
        "import-ap": {"href": PLAN_FILE},
        "results": [result],
    }
    if resources := [*_catalogues(analysis), *map(_resource(analysis), analysis.proofs)]:
        body["back-matter"] = {"resources": resources}
    return {"assessment-results": {"uuid": _of_content(body), **body}}


def oscal_plan(analysis: Analysis) -> Json:
    """The assessment plan that the results refer to: which requirements of which editions."""
    system = _uuid(analysis, "system")
    body: Json = {
        "metadata": _metadata(analysis, "Gap analysis, plan"),
        "import-ssp": {"href": f"#{system}"},
        "reviewed-controls": {"control-selections": [{"include-all": {}}]},
        "back-matter": {
            "resources": [
                {
                    "uuid": system,
                    "title": "The management system under assessment",
                    "description": _text(analysis.scope) or _line(analysis.name),
                },
                *_catalogues(analysis),
            ]
        },
    }
    return {"assessment-plan": {"uuid": _of_content(body), **body}}


def catalogue_file(pack_id: str) -> str:
    """The name under which a catalogue is exported beside the results."""
    return f"{pack_id}.oscal.json"


def _uuid(analysis: Analysis, *names: str) -> str:
    return str(uuid5(_UUIDS, "/".join((analysis.uid or analysis.name, *names))))


def _of_content(body: Json) -> str:
    return str(uuid5(_UUIDS, digest(body)))


def _moment(analysis: Analysis) -> str:
    return analysis.made_at.isoformat(timespec="seconds")


def _line(text: str) -> str:
    """Text on one line, never empty."""
    return " ".join(text.split()) or "–"


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _prop(name: str, value: object) -> Json:
    return {"name": name, "ns": NAMESPACE, "value": _line(str(value))}


def _metadata(analysis: Analysis, kind: str) -> Json:
    held: Json = {
        "title": f"{_line(analysis.name)}: {kind}",
        "last-modified": _moment(analysis),
        "version": analysis.made_at.date().isoformat(),
        "oscal-version": OSCAL_VERSION,
        "props": [_prop("edition", f"{pack.reference} {pack.digest}") for pack in analysis.packs],
    }
    if analysis.organisation.strip():
        held["parties"] = [
            {
                "uuid": _uuid(analysis, "organisation"),
                "type": "organization",
                "name": _line(analysis.organisation),
            }
        ]
    return held


def _reviewed(analysis: Analysis) -> Json:
    """Assessed requirements are included, those that do not apply excluded; the rest is not named."""
    included = [s.member.requirement.ref for s in analysis.standings if s.state in _STATUS]
    excluded = [
        s.member.requirement.ref for s in analysis.standings if s.state is State.NOT_APPLICABLE
    ]
    selection: Json = {"include-controls": _controls(included)} if included else {"include-all": {}}
    if excluded:
        selection["exclude-controls"] = _controls(excluded)
    return {"control-selections": [selection]}


def _controls(refs: Iterable[str]) -> list[Json]:
    return [{"control-id": token(ref)} for ref in refs]


def _observation(analysis: Analysis, question: Question) -> Json:
    said = [one for _, one in analysis.said_under(question.key)]
    notes = "\n\n".join(dict.fromkeys(_text(one.note) for one in said if one.note.strip()))
    held: Json = {
        "uuid": _uuid(analysis, "observation", question.key),
        "title": f"{clause_in(analysis, question)} {_line(title_of(analysis, question))}",
        "description": notes or "No note was written.",
        "props": [_prop("question", question.key)],
        "methods": ["EXAMINE"],
        "types": ["control-objective"],
        "collected": _moment(analysis),
    }
    proofs = [proof for proof in analysis.proofs if question.key in proof.used]
    if proofs:
        held["relevant-evidence"] = [
            {
                "href": f"#{_uuid(analysis, 'evidence', proof.title, proof.sha256)}",
                "description": _line(proof.title),
            }
            for proof in proofs
        ]
    return held


def _finding(analysis: Analysis, found: Standing) -> Json:
    ref = found.member.requirement.ref
    node = analysis.node(ref)
    state, reason = _STATUS[found.state]
    pack = analysis.pack_by_key[found.standard]
    title = f"{pack.reference}, {node.clause} {_line(node.full_title)}"
    target = (
        ("statement-id", f"{token(ref)}_p1") if node.paraphrase else ("objective-id", token(ref))
    )
    return {
        "uuid": _uuid(analysis, "finding", ref),
        "title": title,
        "description": f"{title}: {found.state.replace('_', ' ')}.",
        "props": [_prop("state", found.state)],
        "target": {
            "type": target[0],
            "target-id": target[1],
            "status": {"state": state, "reason": reason},
        },
        "related-observations": [
            {"observation-uuid": _uuid(analysis, "observation", found.question.key)}
        ],
    }


def _catalogues(analysis: Analysis) -> list[Json]:
    return [
        {
            "uuid": _uuid(analysis, "catalogue", pack.id),
            "title": pack.reference,
            "props": [{"name": "type", "value": "standard"}],
            "rlinks": [{"href": catalogue_file(pack.id), "media-type": "application/oscal+json"}],
        }
        for pack in analysis.packs
    ]


def _resource(analysis: Analysis) -> Any:
    def held(proof: Proof) -> Json:
        resource: Json = {
            "uuid": _uuid(analysis, "evidence", proof.title, proof.sha256),
            "title": _line(proof.title),
            "props": [{"name": "type", "value": "evidence"}, _prop("kind", proof.kind)],
        }
        if proof.place.strip():
            resource["description"] = _line(proof.place)
        if proof.sha256:
            resource["rlinks"] = [
                {
                    "href": f"evidence/{proof.sha256}",
                    "hashes": [{"algorithm": "SHA-256", "value": proof.sha256}],
                }
            ]
        elif proof.kind == "link" and proof.place.startswith(("http://", "https://")):
            resource["rlinks"] = [{"href": proof.place}]
        return resource

    return held
