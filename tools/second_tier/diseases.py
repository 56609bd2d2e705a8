"""Diseases of the second tier: names and codes of DOID and MONDO brought together, and checked against each other."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from names import cleaned, content, key_of, long_enough, table
from sources import Classified, Entry


@dataclass
class Cluster:
    """One disease: its terms in the sources, its forms (key → as written; the first is its name) and its verified codes.

    ``loose`` are names that one source alone has; ``votes`` counts the sources of a form; ``codes`` maps (system, code) to the
    sources that agree on it.
    """

    entries: list[Entry]
    forms: dict[str, str] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    codes: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The preferred name."""
        return next(iter(self.forms.values()))

    @property
    def agreed(self) -> Iterator[str]:
        """The names that two sources have, or that only order or spell the words of a preferred name otherwise."""
        preferred = {content(e.names[0]) for e in self.entries}
        return (f for k, f in self.forms.items() if self.votes.get(k, 0) > 1 or content(f) in preferred)

    @property
    def contents(self) -> set[frozenset[str]]:
        """The words that carry meaning, of each name that codes are compared with.

        A synonym without a word in common with a preferred name counts only if three sources have it.
        """
        preferred = {content(e.names[0]) for e in self.entries}
        akin = (
            content(f)
            for k, f in self.forms.items()
            if self.votes.get(k, 0) > 2 or content(f) & set().union(*preferred)
        )
        return preferred | set(akin)


def clusters(doid: Iterable[Entry], mondo: Iterable[Entry], mesh: dict[str, Entry]) -> list[Cluster]:
    """The diseases: each DOID term with the one MONDO term that calls itself equal, the other MONDO terms alone.

    A name is trusted if it is a preferred name or a synonym in two sources; else it is ``loose``.
    """
    equal: dict[str, list[Entry]] = collections.defaultdict(list)
    alone: list[Entry] = []
    for m in mondo:
        own = [i for i in m.same if i.startswith("DOID:")]
        (equal[own[0]] if len(own) == 1 else alone).append(m)
    groups = [[d, *(equal.pop(d.id, []) if len(equal.get(d.id, [])) == 1 else [])] for d in doid]
    groups += [[m] for ms in equal.values() for m in ms] + [[m] for m in alone]
    claims = collections.Counter(i for g in groups for i in {s for e in g for s in e.same if s.startswith("MESH:")})
    return [c for c in (_cluster(g, mesh, claims) for g in groups) if c.forms]


def _cluster(group: list[Entry], mesh: dict[str, Entry], claims: collections.Counter[str]) -> Cluster:
    made = Cluster(group)
    headings = [mesh[i] for e in group for i in e.same if claims[i] == 1 and i in mesh]
    votes: dict[str, set[str]] = collections.defaultdict(set)
    written: dict[str, str] = {}
    preferred = set()
    for entry in (*group, *dict.fromkeys(headings)):
        for place, raw in enumerate(entry.names):
            name = cleaned(raw)
            key = " ".join(key_of(name)) if name else ""
            if name and long_enough(tuple(key.split())):
                votes[key].add(entry.id.partition(":")[0])
                written.setdefault(key, name)
                if place == 0 and entry in group:
                    preferred.add(key)
    for key, name in sorted(written.items(), key=lambda kn: kn[0] not in preferred):
        trusted = key in preferred or len(votes[key]) > 1
        (made.forms if trusted else made.loose)[key] = name
    made.votes = {key: len(by) for key, by in votes.items()}
    # A spelling or another order of the words of a trusted name is as good as that name.
    own = {content(f) for f in made.forms.values()}
    for key, name in list(made.loose.items()):
        if content(name) in own:
            made.forms[key] = made.loose.pop(key)
    return made


def bind_icd10cm(all_of: list[Cluster], classified: dict[str, Classified]) -> None:
    """Give each disease the ICD-10-CM subtrees whose title says the same.

    A code counts if its title has the same words as a name of the disease, or if DOID or MONDO names it and its title holds
    all words of a name and two more at most, so that it is no wider. Inclusion terms don't count: they are mostly
    narrower than their code.
    """
    index: dict[frozenset[str], set[str]] = collections.defaultdict(set)
    for each in classified.values():
        index[content(each.title)].add(each.code)
    for c in all_of:
        same = {code for words in c.contents if words for code in index.get(words, ())}
        tops = {code for code in same if not any(o != code and code.startswith(o) for o in same)}
        agreed: dict[str, set[str]] = {code: {"icd10cm"} for code in tops} if len(tops) <= 3 else {}
        for entry in c.entries:
            source = entry.id.partition(":")[0].lower()
            for code in entry.icd10cm:
                title = classified[code].title if code in classified else "other"
                if title.lower().startswith("other") or any(code.startswith(t) and code != t for t in tops):
                    continue
                words = content(title)
                if code in agreed or any(w and w <= words and len(words - w) <= 2 for w in c.contents):
                    agreed.setdefault(code, {"icd10cm"}).add(source)
        if len(agreed) <= 4:
            c.codes.update({("icd10cm", code): by for code, by in agreed.items()})


def bind_snomed(all_of: list[Cluster], names: dict[str, str], by_content: dict[frozenset[str], set[str]]) -> None:
    """Give each disease the SNOMED CT codes that are sure to be its own.

    A code that DOID or MONDO names counts if the public concept lists (``names``) name it with the same words, or with all
    words of a name of the disease and more; where they don't have it, if both sources name it. A code that two diseases
    claim counts only where the words are the same. A code of the lists with the very words of a name counts as well.
    """
    claimed = collections.Counter(i for c in all_of for i in {i for e in c.entries for i in e.snomed})
    for c in all_of:
        candidates = {code for e in c.entries for code in e.snomed}
        for code in candidates:
            by = {e.id.partition(":")[0].lower() for e in c.entries if code in e.snomed}
            if code in names:
                words = content(names[code])
                same = bool(words) and words in c.contents
                narrower = any(w and w <= words and len(words - w) <= 2 for w in c.contents)
                if same or (narrower and claimed[code] == 1):
                    c.codes["snomed", code] = by | {"concepts"}
            elif len(by) > 1 and claimed[code] == 1 and len(candidates) <= 3 and verhoeff(code):
                c.codes["snomed", code] = by
        listed = {code for words in c.contents if words for code in by_content.get(words, ())}
        if len(listed) <= 3:
            for code in listed:
                c.codes.setdefault(("snomed", code), set()).add("concepts")


def verhoeff(code: str) -> bool:
    """Whether a SNOMED CT identifier carries the right check digit (Verhoeff 1969, dihedral group D5)."""

    def times(a: int, b: int) -> int:
        if a < 5:
            return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
        return 5 + (a - b) % 5 if b < 5 else (a - b) % 5

    base, check = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], 0
    for place, digit in enumerate(reversed(code)):
        value = int(digit)
        for _ in range(place % 8):
            value = base[value]
        check = times(check, value)
    return check == 0


def course(name: str) -> str:
    """The course of a disease by its name: "chronic" or the days that an episode lasts."""
    words = name.lower().replace("-", " ").split()
    for mark, days in table("courses").items():
        if any(w.endswith(mark[1:]) if mark.startswith("-") else w.rstrip("s") == mark.rstrip("s") for w in words):
            return days
    return "chronic"
