/// A schema with every case that the catalog reader must tell apart.
enum OddSchema {
  static let sql = #"""
    CREATE SCHEMA "Other Schema";
    CREATE TABLE "Other Schema"."Wéird ""T"".x" ("the.id" uuid);
    CREATE UNIQUE INDEX ON "Other Schema"."Wéird ""T"".x" ("the.id");

    CREATE TABLE accounts (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      gone int, "Email" varchar(40) NOT NULL, code char(3) NOT NULL, region int,
      note text DEFAULT 'none', twice int GENERATED ALWAYS AS (region * 2) STORED,
      UNIQUE (code, region));
    ALTER TABLE accounts DROP gone;
    CREATE UNIQUE INDEX accounts_mail ON accounts ("Email");
    CREATE UNIQUE INDEX odd_note ON accounts (note) WHERE id > 5;
    CREATE UNIQUE INDEX by_expression ON accounts (lower("Email"));
    INSERT INTO accounts ("Email", code, region) VALUES ('a', 'A', 1), ('b', 'B', 1);
    CREATE TABLE log (line text);
    CREATE TEMPORARY TABLE passing (id int PRIMARY KEY, up int REFERENCES passing);
    CREATE VIEW seen AS SELECT * FROM log;

    \#(extensionType)

    CREATE TABLE nodes (id int PRIMARY KEY,
      boss int REFERENCES nodes ON DELETE SET NULL ON UPDATE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
      other int REFERENCES nodes ON DELETE RESTRICT DEFERRABLE,
      weird uuid CONSTRAINT "To ""weird""" REFERENCES "Other Schema"."Wéird ""T"".x" ("the.id"));
    CREATE INDEX nodes_boss ON nodes (id, boss);
    CREATE INDEX nodes_boss_expression ON nodes ((boss + 0), boss);
    CREATE INDEX nodes_boss_brin ON nodes USING brin (boss);
    CREATE INDEX nodes_other ON nodes (other, boss);

    CREATE TABLE legs (id int PRIMARY KEY, account char(3), region int, mail varchar,
      word extra.ci DEFAULT 'x',
      CONSTRAINT legs_account FOREIGN KEY (region, account) REFERENCES accounts (region, code)
        MATCH FULL ON DELETE CASCADE,
      CONSTRAINT legs_mail FOREIGN KEY (mail) REFERENCES accounts ("Email"),
      CONSTRAINT legs_word FOREIGN KEY (word) REFERENCES words ON DELETE SET DEFAULT);
    CREATE INDEX legs_one ON legs (region);
    CREATE INDEX legs_both ON legs (account, region, mail);
    CREATE INDEX legs_mail_hash ON legs USING hash (mail);
    CREATE INDEX legs_word_few ON legs (word) WHERE id > 7;

    CREATE TABLE trips (id int PRIMARY KEY, "From" int, "to" int, code char(3), region int,
      CONSTRAINT trips_from FOREIGN KEY ("From") REFERENCES accounts,
      CONSTRAINT trips_to FOREIGN KEY ("to") REFERENCES accounts,
      CONSTRAINT trips_to_again FOREIGN KEY ("to") REFERENCES accounts,
      CONSTRAINT trips_set FOREIGN KEY (code, region) REFERENCES accounts (code, region)
        ON DELETE SET NULL (code));
    CREATE INDEX trips_partial_ok ON trips ("From", id) WHERE "From" IS NOT NULL;
    CREATE INDEX trips_partial_bad ON trips ("to") WHERE "to" IS NOT NULL AND id IS NOT NULL;

    CREATE TABLE station (id int PRIMARY KEY);
    CREATE TABLE measure (id int, day int, station int CONSTRAINT measure_station
      REFERENCES station, account int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
    CREATE TABLE measure_1 PARTITION OF measure FOR VALUES FROM (0) TO (10);
    CREATE TABLE measure_2 PARTITION OF measure FOR VALUES FROM (10) TO (100)
      PARTITION BY LIST (id);
    CREATE TABLE measure_2a (account int, station int, day int NOT NULL, id int NOT NULL);
    ALTER TABLE measure_2 ATTACH PARTITION measure_2a FOR VALUES IN (2);
    CREATE TABLE measure_2b PARTITION OF measure_2 DEFAULT;
    CREATE INDEX measure_1_station ON measure_1 (station);
    CREATE INDEX ON measure_2 (station);
    ALTER TABLE measure_1 ADD CONSTRAINT leaf_only FOREIGN KEY (account) REFERENCES accounts;
    ALTER TABLE measure_2a ADD CONSTRAINT leaf_again FOREIGN KEY (account) REFERENCES accounts;
    ALTER TABLE measure_2a ADD CONSTRAINT root_again FOREIGN KEY (station) REFERENCES station;
    INSERT INTO station VALUES (1);
    INSERT INTO measure VALUES (1, 1, 1), (2, 11, 1), (3, 11, NULL);

    CREATE TABLE readings (id int PRIMARY KEY, day int, measure int,
      CONSTRAINT readings_measure FOREIGN KEY (day, measure) REFERENCES measure (day, id));
    CREATE TABLE parent (id int PRIMARY KEY, account int);
    CREATE TABLE events (mark int) INHERITS (parent);
    ALTER TABLE events ADD CONSTRAINT late FOREIGN KEY (account) REFERENCES accounts NOT VALID;

    DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'guest')
      THEN CREATE ROLE guest LOGIN; END IF; END $$;
    GRANT SELECT ON accounts TO guest;
    GRANT SELECT ON "Other Schema"."Wéird ""T"".x" TO guest;
    ANALYZE accounts, measure, parent;
    """#

  /// A type as citext is one, without needing the extension: its operators ignore capitals and
  /// are in a schema of their own.
  static let extensionType = """
    CREATE SCHEMA extra;
    CREATE TYPE extra.ci;
    CREATE FUNCTION extra.ciin(cstring) RETURNS extra.ci IMMUTABLE STRICT LANGUAGE internal
      AS 'textin';
    CREATE FUNCTION extra.ciout(extra.ci) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal
      AS 'textout';
    CREATE TYPE extra.ci (INPUT = extra.ciin, OUTPUT = extra.ciout, LIKE = text,
      COLLATABLE = true);
    CREATE CAST (extra.ci AS text) WITHOUT FUNCTION AS IMPLICIT;
    CREATE FUNCTION extra.cmp(extra.ci, extra.ci) RETURNS int IMMUTABLE STRICT LANGUAGE sql
      AS 'SELECT bttextcmp(lower($1::text), lower($2::text))';
    CREATE FUNCTION extra.lt(extra.ci, extra.ci) RETURNS bool IMMUTABLE STRICT LANGUAGE sql
      AS 'SELECT extra.cmp($1, $2) < 0';
    CREATE FUNCTION extra.le(extra.ci, extra.ci) RETURNS bool IMMUTABLE STRICT LANGUAGE sql
      AS 'SELECT extra.cmp($1, $2) <= 0';
    CREATE FUNCTION extra.eq(extra.ci, extra.ci) RETURNS bool IMMUTABLE STRICT LANGUAGE sql
      AS 'SELECT extra.cmp($1, $2) = 0';
    CREATE FUNCTION extra.ge(extra.ci, extra.ci) RETURNS bool IMMUTABLE STRICT LANGUAGE sql
      AS 'SELECT extra.cmp($1, $2) >= 0';
    CREATE FUNCTION extra.gt(extra.ci, extra.ci) RETURNS bool IMMUTABLE STRICT LANGUAGE sql
      AS 'SELECT extra.cmp($1, $2) > 0';
    CREATE OPERATOR extra.< (LEFTARG = extra.ci, RIGHTARG = extra.ci, FUNCTION = extra.lt);
    CREATE OPERATOR extra.<= (LEFTARG = extra.ci, RIGHTARG = extra.ci, FUNCTION = extra.le);
    CREATE OPERATOR extra.= (LEFTARG = extra.ci, RIGHTARG = extra.ci, FUNCTION = extra.eq);
    CREATE OPERATOR extra.>= (LEFTARG = extra.ci, RIGHTARG = extra.ci, FUNCTION = extra.ge);
    CREATE OPERATOR extra.> (LEFTARG = extra.ci, RIGHTARG = extra.ci, FUNCTION = extra.gt);
    CREATE OPERATOR CLASS extra.ci_ops DEFAULT FOR TYPE extra.ci USING btree AS
      OPERATOR 1 extra.<, OPERATOR 2 extra.<=, OPERATOR 3 extra.=, OPERATOR 4 extra.>=,
      OPERATOR 5 extra.>, FUNCTION 1 extra.cmp(extra.ci, extra.ci);
    CREATE DOMAIN extra.ci_domain AS extra.ci;
    CREATE TABLE words (word extra.ci PRIMARY KEY, other extra.ci_domain, plain text);
    """
}
