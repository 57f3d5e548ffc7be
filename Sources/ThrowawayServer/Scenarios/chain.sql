-- Three steps of CASCADE: each delete makes the next.

CREATE TABLE countries (code char(2) PRIMARY KEY, name text NOT NULL);
CREATE TABLE cities (
  id int PRIMARY KEY,
  country char(2) NOT NULL REFERENCES countries ON DELETE CASCADE,
  name text NOT NULL
);
CREATE TABLE streets (
  id int PRIMARY KEY,
  city_id int NOT NULL REFERENCES cities ON DELETE CASCADE,
  name text NOT NULL
);
CREATE TABLE houses (
  street_id int REFERENCES streets ON DELETE CASCADE,
  number int,
  PRIMARY KEY (street_id, number)
);
CREATE INDEX ON cities (country);
CREATE INDEX ON streets (city_id);

COMMENT ON TABLE countries IS 'Delete one, and the cascade goes three tables deep';
COMMENT ON TABLE cities IS 'Go with their country';
COMMENT ON TABLE streets IS 'Go with their city';
COMMENT ON TABLE houses IS 'Go with their street; nothing references them';

INSERT INTO countries VALUES ('NO', 'Norge'), ('PT', 'Portugal'), ('IS', 'Ísland');
INSERT INTO cities VALUES (1, 'NO', 'Tromsø'), (2, 'NO', 'Bergen'), (3, 'PT', 'Évora');
INSERT INTO streets
SELECT c.id * 10 + n, c.id, n || '. Street' FROM cities c, generate_series(1, 4) n;
INSERT INTO houses SELECT s.id, n FROM streets s, generate_series(1, 5 + s.id % 4) n;
