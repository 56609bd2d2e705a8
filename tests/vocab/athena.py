"""A small vocabulary in Athena's form: myocardial infarction, and ibuprofen with a drug of it."""

from __future__ import annotations

from pathlib import Path

HEAD = (
    "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept\tconcept_code\t"
    "valid_start_date\tvalid_end_date\tinvalid_reason"
)
CONCEPTS = (
    (4329847, "Myocardial infarction", "Condition", "SNOMED", "Clinical Finding", "S", "22298006"),
    (312327, "Acute myocardial infarction", "Condition", "SNOMED", "Clinical Finding", "S", "57054005"),
    (314666, "Old myocardial infarction", "Condition", "SNOMED", "Clinical Finding", "S", "1755008"),
    (37109910, "Ventricular aneurysm due to and following acute myocardial infarction", "Condition", "SNOMED",
     "Clinical Finding", "S", "723858002"),
    (45591453, "Acute myocardial infarction, unspecified", "Condition", "ICD10CM", "4-char billing code", "", "I21.9"),
    (35207702, "Hypertensive heart disease", "Condition", "ICD10CM", "3-char nonbill code", "", "I11"),
    (1177480, "Ibuprofen", "Drug", "RxNorm", "Ingredient", "S", "5640"),
    (19078461, "ibuprofen 200 MG Oral Tablet", "Drug", "RxNorm", "Clinical Drug", "S", "310965"),
    (1, 'Fracture of "left" rib', "Condition", "Local", "Local", "", "X1"),
)  # fmt: skip
BELOW = (
    (4329847, 4329847), (4329847, 312327), (4329847, 314666), (4329847, 37109910), (312327, 37109910), (1177480, 1177480),
    (1177480, 19078461),
)  # fmt: skip
FILES = {
    "CONCEPT.csv": "\n".join([HEAD, *("\t".join([*map(str, c), "19700101", "20991231", ""]) for c in CONCEPTS)]),
    "CONCEPT_SYNONYM.csv": "concept_id\tconcept_synonym_name\tlanguage_concept_id\n4329847\tHeart attack\t4180186",
    "CONCEPT_RELATIONSHIP.csv": (
        "concept_id_1\tconcept_id_2\trelationship_id\tvalid_start_date\tvalid_end_date\tinvalid_reason\n"
        "45591453\t312327\tMaps to\t19700101\t20991231\t\n"
        "35207702\t4329847\tMaps to\t19700101\t20991231\tD\n"
        "312327\t4329847\tIs a\t19700101\t20991231\t"
    ),
    "CONCEPT_ANCESTOR.csv": "\n".join(
        [
            "ancestor_concept_id\tdescendant_concept_id\tmin_levels_of_separation\tmax_levels_of_separation",
            *(f"{a}\t{d}\t1\t1" for a, d in BELOW),
        ]
    ),
    "VOCABULARY.csv": (
        "vocabulary_id\tvocabulary_name\tvocabulary_reference\tvocabulary_version\tvocabulary_concept_id\n"
        "None\tOMOP Standardized Vocabularies\tOMOP generated\tv5.0 27-FEB-26\t44819096"
    ),
}


def written(folder: Path, **changed: str | None) -> Path:
    """The folder with the files, some of them changed or left out (None); keys are file names without ``.csv``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        own = changed.get(name.removesuffix(".csv"), text)
        if own is not None:
            (folder / name).write_text(own + "\n", encoding="utf-8")
    return folder
