-- Keys that lead back to where they started.

-- Two tables that need each other: a team has a captain, who is one of its players.
CREATE TABLE teams (id int PRIMARY KEY, name text NOT NULL, captain_id int);
CREATE TABLE players (
  id int PRIMARY KEY,
  team_id int NOT NULL REFERENCES teams ON DELETE CASCADE,
  name text NOT NULL
);
ALTER TABLE teams ADD FOREIGN KEY (captain_id) REFERENCES players
  DEFERRABLE INITIALLY DEFERRED;

-- A ring: each stop names the next, and the last one the first.
CREATE TABLE stops (
  id int PRIMARY KEY,
  next_id int NOT NULL,
  name text NOT NULL
);
ALTER TABLE stops ADD FOREIGN KEY (next_id) REFERENCES stops ON DELETE CASCADE
  DEFERRABLE INITIALLY DEFERRED;

-- Rows that reference each other, and nothing more than that.
CREATE TABLE people (
  id int PRIMARY KEY,
  name text NOT NULL,
  partner_id int REFERENCES people ON DELETE SET NULL
);

COMMENT ON TABLE teams IS 'Can be deleted: its players go too, its captain among them';
COMMENT ON TABLE players IS 'A captain cannot be deleted: the DELETE succeeds, the COMMIT fails';
COMMENT ON TABLE stops IS 'Delete one, and the whole ring goes';
COMMENT ON TABLE people IS 'Delete one, and the partner is alone';

BEGIN;
INSERT INTO teams SELECT n, 'Team ' || n, n * 10 + 1 FROM generate_series(1, 3) n;
INSERT INTO players
SELECT t * 10 + n, t, 'Player ' || t || '.' || n
FROM generate_series(1, 3) t, generate_series(1, 5) n;
INSERT INTO stops
SELECT n, n % 6 + 1, (ARRAY['Dock', 'Market', 'Museum', 'Park', 'Škola', 'Tower'])[n]
FROM generate_series(1, 6) n;
INSERT INTO people VALUES (1, 'Aino', 2), (2, 'Béla', 1), (3, 'Chloé', NULL);
COMMIT;
