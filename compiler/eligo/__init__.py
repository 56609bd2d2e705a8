"""A compiler from free-text clinical-trial eligibility criteria to computable logic.

The text of a registry record goes through a one-way pipeline (read, segment, lex, parse, scope, interpret, bind, graph,
lower, emit) and comes out as Python checks over FHIR R4, as CQL, or as SQL over the OMOP CDM 5.4. What a stage can't
settle stays in the logic as an unknown; no character of the source is dropped.
"""

__version__ = "0.1.0"
