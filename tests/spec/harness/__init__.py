"""The executable specification: paragraphs, the concepts and records they are made of, and the engines they run on."""
