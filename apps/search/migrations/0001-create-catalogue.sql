-- Both are trusted: the database's owner may create them where the superuser has not.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- "winches" and "winch" are one word here, "Élan" and "elan" too.
CREATE TEXT SEARCH CONFIGURATION stemmed (COPY = english);
ALTER TEXT SEARCH CONFIGURATION stemmed
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- As it is spelt: the beginning of a word is compared with words, not with stems.
CREATE TEXT SEARCH CONFIGURATION spelt (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION spelt
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

CREATE TABLE products (
  id text PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  category text NOT NULL,
  kind text NOT NULL,
  description text NOT NULL,
  facts jsonb NOT NULL, -- [{ "label", "value" }]
  keywords text NOT NULL, -- what people call it and its name does not say
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency text NOT NULL,
  price_version bigint NOT NULL, -- checkout's, grows with each change
  words tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('stemmed', name) || to_tsvector('spelt', name), 'A')
    || setweight(to_tsvector('stemmed', keywords) || to_tsvector('spelt', keywords), 'B')
    || setweight(to_tsvector('stemmed', description) || to_tsvector('spelt', description), 'C')
    || setweight(to_tsvector('stemmed', facts) || to_tsvector('spelt', facts), 'D')
    || setweight(to_tsvector('stemmed', category) || to_tsvector('spelt', category), 'D')
    || setweight(to_tsvector('stemmed', replace(kind, '-', ' ')) || to_tsvector('spelt', replace(kind, '-', ' ')), 'D')
  ) STORED,
  -- What it is, whatever it is called: a "life jacket knife" is no life jacket.
  kind_words tsvector NOT NULL GENERATED ALWAYS AS (
    to_tsvector('stemmed', replace(kind, '-', ' ')) || to_tsvector('spelt', replace(kind, '-', ' '))
  ) STORED
);
CREATE INDEX products_words ON products USING gin (words);
CREATE INDEX products_category ON products (category, id);

-- What a mistyped word may have meant. Refreshed whenever products come or go.
-- Schemas are named because a refresh runs with a search path of its own (PostgreSQL 17).
CREATE MATERIALIZED VIEW vocabulary AS
  SELECT word, ndoc AS products
  FROM ts_stat($$SELECT to_tsvector('public.spelt', concat_ws(' ', name, keywords, category)) FROM public.products$$)
  WHERE word ~ '^[a-z]{3,}$' AND numnode(to_tsquery('public.stemmed', word)) > 0; -- no numbers, no stop words

-- GiST, not GIN: it is asked for the nearest word, which GIN cannot order by.
CREATE INDEX vocabulary_spelling ON vocabulary USING gist (word gist_trgm_ops);

CREATE TABLE inbox (
  outbox_id uuid PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT now()
);
