"""The tables of the record, as the steps that lead from one version to the next."""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    # 1: the record itself, what the indexes still have to take in, and the vectors computed so far.
    """
    CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        root TEXT NOT NULL,
        path TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        revision TEXT NOT NULL,          -- digest of everything derived from the text: articles, passages
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        publication TEXT,
        date TEXT,
        text BLOB NOT NULL,              -- the decoded original: UTF-8, zlib
        UNIQUE (root, path)
    );
    CREATE INDEX documents_path ON documents (path);
    CREATE INDEX documents_sha256 ON documents (sha256);

    CREATE TABLE articles (
        id TEXT PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        title TEXT NOT NULL,
        subtitle TEXT,
        byline TEXT,
        kind TEXT NOT NULL,
        place TEXT,
        place_path TEXT,
        date TEXT,
        publication TEXT,
        page TEXT,
        spans TEXT NOT NULL              -- JSON [[start, end], ...]
    );
    CREATE INDEX articles_document ON articles (document_id, ordinal);

    CREATE TABLE passages (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        article_id TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        content BLOB NOT NULL,           -- digest of the index text: the key of its vector
        text TEXT NOT NULL,
        runs TEXT NOT NULL,              -- JSON [[at, start, length], ...]
        title TEXT NOT NULL,
        subtitle TEXT,
        byline TEXT,
        kind TEXT NOT NULL,
        section TEXT,
        place TEXT,
        places TEXT NOT NULL,            -- JSON [path, ...]
        date TEXT,
        publication TEXT,
        page TEXT
    );
    CREATE INDEX passages_document ON passages (document_id, ordinal);
    CREATE INDEX passages_article ON passages (article_id, ordinal);
    CREATE INDEX passages_content ON passages (content);

    -- Documents that changed, each once, under the number of its last change.
    CREATE TABLE journal (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id TEXT NOT NULL UNIQUE
    );

    -- How far each derived index has followed the journal, and which generation of it is in force.
    CREATE TABLE indexes (
        name TEXT PRIMARY KEY,
        generation INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        dimension INTEGER NOT NULL,
        passages INTEGER NOT NULL,
        stale INTEGER NOT NULL           -- passages dropped in place since the generation was made
    );

    CREATE TABLE vectors (
        content BLOB NOT NULL,
        fingerprint TEXT NOT NULL,
        vector BLOB NOT NULL             -- float16, little endian
    );
    CREATE UNIQUE INDEX vectors_content ON vectors (content, fingerprint);
    """,
    # 2: what articles are compared by, and which are alike.
    """
    CREATE TABLE signatures (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
        minhash BLOB NOT NULL            -- empty for an article too short to compare
    );
    CREATE TABLE bands (
        band INTEGER NOT NULL,           -- hash of a part of a minhash: alike articles share one
        signature INTEGER NOT NULL REFERENCES signatures (seq) ON DELETE CASCADE,
        PRIMARY KEY (band, signature)
    ) WITHOUT ROWID;
    CREATE INDEX bands_signature ON bands (signature);
    CREATE TABLE reprints (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        other_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        similarity REAL NOT NULL,
        PRIMARY KEY (article_id, other_id)
    ) WITHOUT ROWID;
    CREATE INDEX reprints_other ON reprints (other_id);
    """,
    # 3: what the passages state in figures, and by which reader they were read.
    """
    CREATE TABLE figures (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        passage_id TEXT NOT NULL,
        name TEXT NOT NULL,
        place_path TEXT,
        since TEXT,
        value REAL NOT NULL,
        unit TEXT NOT NULL,
        fields TEXT NOT NULL             -- JSON: every field of the figure
    );
    CREATE INDEX figures_document ON figures (document_id, seq);
    CREATE INDEX figures_name ON figures (name);
    CREATE INDEX figures_place ON figures (place_path);
    CREATE TABLE figured (
        document_id TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        reader INTEGER NOT NULL
    );
    """,
)
