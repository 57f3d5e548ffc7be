-- Two diamonds of one shape: a row at the bottom is reached on two ways, by CASCADE on one and by
-- RESTRICT on the other. PostgreSQL fires the triggers behind the keys in the order of their names,
-- here the order in which the keys were declared. That alone decides.

-- Rooms come first, so RESTRICT looks for bookings before the guests take theirs along.
-- DELETE FROM hotels WHERE id = 1 fails.
CREATE TABLE hotels (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE rooms (
  id int PRIMARY KEY,
  hotel_id int NOT NULL REFERENCES hotels ON DELETE CASCADE
);
CREATE TABLE guests (
  id int PRIMARY KEY,
  hotel_id int NOT NULL REFERENCES hotels ON DELETE CASCADE,
  name text NOT NULL
);
CREATE TABLE bookings (
  id int PRIMARY KEY,
  room_id int NOT NULL REFERENCES rooms ON DELETE RESTRICT,
  guest_id int NOT NULL REFERENCES guests ON DELETE CASCADE
);

-- Pupils come first and take their enrolments along; RESTRICT then finds none.
-- DELETE FROM schools WHERE id = 1 succeeds.
CREATE TABLE schools (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE pupils (
  id int PRIMARY KEY,
  school_id int NOT NULL REFERENCES schools ON DELETE CASCADE,
  name text NOT NULL
);
CREATE TABLE classes (
  id int PRIMARY KEY,
  school_id int NOT NULL REFERENCES schools ON DELETE CASCADE
);
CREATE TABLE enrolments (
  pupil_id int REFERENCES pupils ON DELETE CASCADE,
  class_id int REFERENCES classes ON DELETE RESTRICT,
  PRIMARY KEY (pupil_id, class_id)
);

COMMENT ON TABLE hotels IS 'Cannot be deleted: rooms were declared before guests';
COMMENT ON TABLE rooms IS 'Go with their hotel, unless booked';
COMMENT ON TABLE guests IS 'Go with their hotel';
COMMENT ON TABLE bookings IS 'Go with their guest, but hold on to their room';
COMMENT ON TABLE schools IS 'Can be deleted: pupils were declared before classes';
COMMENT ON TABLE pupils IS 'Go with their school';
COMMENT ON TABLE classes IS 'Go with their school, unless someone is enrolled';
COMMENT ON TABLE enrolments IS 'Go with their pupil, but hold on to their class';

INSERT INTO hotels VALUES (1, 'Zum Löwen'), (2, 'Empty House');
INSERT INTO rooms SELECT n, 1 + n / 9 FROM generate_series(1, 12) n;
INSERT INTO guests SELECT n, 1, 'Guest ' || n FROM generate_series(1, 6) n;
INSERT INTO bookings SELECT n, n, 1 + n % 6 FROM generate_series(1, 8) n;
INSERT INTO schools VALUES (1, 'Lindenschule');
INSERT INTO pupils SELECT n, 1, 'Pupil ' || n FROM generate_series(1, 20) n;
INSERT INTO classes SELECT n, 1 FROM generate_series(1, 3) n;
INSERT INTO enrolments SELECT n, 1 + n % 3 FROM generate_series(1, 20) n;
