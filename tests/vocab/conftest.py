"""The small vocabulary as a store."""

from __future__ import annotations

import pytest
from athena import written

from eligo.vocab.build import build
from eligo.vocab.source import open_source
from eligo.vocab.store import Store, open_store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("vocabulary")
    path = folder / "store.sqlite"
    build(open_source(str(written(folder / "athena"))), path)
    return open_store(path)
