-- A small shop. Every referential action occurs, and most of what makes a delete interesting:
--
-- customers   25 (Zoë Müller) can be deleted: orders, their items and shipments go with her
--              1 (Ada Okafor) cannot: her orders have invoices
-- products     3 has been ordered and stays; 58 never was
-- categories   2 (Kitchen) takes its subcategories along; the products fall back to category 0
-- staff        a department can go with its people; its head alone cannot
-- warehouse    a shelf can go: the stock keeps its warehouse and loses the shelf

CREATE SCHEMA staff;
CREATE SCHEMA warehouse;

CREATE TABLE staff.departments (
  id int PRIMARY KEY,
  name text NOT NULL UNIQUE,
  head_id int
);
CREATE TABLE staff.employees (
  id int PRIMARY KEY,
  department_id int NOT NULL REFERENCES staff.departments ON DELETE CASCADE,
  manager_id int REFERENCES staff.employees ON DELETE SET NULL,
  name text NOT NULL
);
ALTER TABLE staff.departments ADD CONSTRAINT departments_head_fkey
  FOREIGN KEY (head_id) REFERENCES staff.employees DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE categories (
  id int PRIMARY KEY,
  parent_id int REFERENCES categories ON DELETE CASCADE,
  name text NOT NULL
);
CREATE TABLE products (
  id int PRIMARY KEY,
  category_id int NOT NULL DEFAULT 0 REFERENCES categories ON DELETE SET DEFAULT,
  name text NOT NULL,
  price numeric(8, 2) NOT NULL CHECK (price > 0),
  description text
);

CREATE TABLE customers (
  id int PRIMARY KEY,
  name text NOT NULL,
  email text UNIQUE,
  note text,
  referred_by int REFERENCES customers ON DELETE SET NULL,
  joined_on date NOT NULL
);
CREATE TABLE addresses (
  id int PRIMARY KEY,
  customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE,
  street text NOT NULL,
  city text NOT NULL
);
CREATE TABLE "Gift cards" (
  "Code" text PRIMARY KEY,
  "Owner" int REFERENCES customers ON DELETE SET NULL,
  "Balance €" numeric(8, 2) NOT NULL
);
CREATE TABLE reviews (
  product_id int REFERENCES products ON DELETE CASCADE,
  number int,
  customer_id int REFERENCES customers ON DELETE SET NULL,
  stars int NOT NULL CHECK (stars BETWEEN 1 AND 5),
  body text,
  PRIMARY KEY (product_id, number)
);

CREATE TABLE orders (
  id int PRIMARY KEY,
  customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE,
  address_id int REFERENCES addresses ON DELETE SET NULL,
  handled_by int REFERENCES staff.employees ON DELETE SET NULL,
  ordered_at timestamptz NOT NULL
);
CREATE TABLE order_items (
  order_id int REFERENCES orders ON DELETE CASCADE,
  line int,
  product_id int NOT NULL REFERENCES products ON DELETE RESTRICT,
  quantity int NOT NULL DEFAULT 1,
  PRIMARY KEY (order_id, line)
);
CREATE TABLE shipments (
  id int PRIMARY KEY,
  order_id int NOT NULL REFERENCES orders ON DELETE CASCADE,
  sent_on date
);
CREATE TABLE shipment_lines (
  shipment_id int REFERENCES shipments ON DELETE CASCADE,
  order_id int,
  line int,
  PRIMARY KEY (shipment_id, order_id, line),
  FOREIGN KEY (order_id, line) REFERENCES order_items ON DELETE CASCADE
);

CREATE TABLE invoices (
  number text PRIMARY KEY,
  order_id int NOT NULL REFERENCES orders ON DELETE RESTRICT,
  issued_on date NOT NULL
);
CREATE TABLE payments (
  id int,
  paid_on date,
  invoice text NOT NULL REFERENCES invoices,
  amount numeric(8, 2) NOT NULL,
  PRIMARY KEY (id, paid_on)
) PARTITION BY RANGE (paid_on);
CREATE TABLE payments_2026_01 PARTITION OF payments
  FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE payments_2026_02 PARTITION OF payments
  FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE payments_2026_03 PARTITION OF payments
  FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
CREATE TABLE refunds (
  id int PRIMARY KEY,
  payment_id int,
  paid_on date,
  reason text,
  FOREIGN KEY (payment_id, paid_on) REFERENCES payments ON DELETE CASCADE
);

CREATE TABLE warehouse.warehouses (id int PRIMARY KEY, city text NOT NULL);
CREATE TABLE warehouse.shelves (
  warehouse_id int REFERENCES warehouse.warehouses ON DELETE CASCADE,
  code text,
  PRIMARY KEY (warehouse_id, code)
);
CREATE TABLE warehouse.stock (
  product_id int REFERENCES products ON DELETE CASCADE,
  warehouse_id int REFERENCES warehouse.warehouses ON DELETE RESTRICT,
  shelf text,
  pieces int NOT NULL,
  PRIMARY KEY (product_id, warehouse_id),
  FOREIGN KEY (warehouse_id, shelf) REFERENCES warehouse.shelves
    ON DELETE SET NULL (shelf) ON UPDATE CASCADE
);

-- Some referencing columns have an index and some have none, as it goes.
CREATE INDEX ON products (category_id);
CREATE INDEX ON addresses (customer_id);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON order_items (product_id);
CREATE INDEX ON shipments (order_id);
CREATE INDEX ON invoices (order_id);

COMMENT ON TABLE customers IS 'Who buys; some were referred by another customer';
COMMENT ON TABLE addresses IS 'Where customers want their parcels; go with the customer';
COMMENT ON TABLE categories IS 'A tree; a deleted category takes its subcategories along';
COMMENT ON TABLE products IS 'What is sold; falls back to category 0 when its own is deleted';
COMMENT ON TABLE orders IS 'Go with their customer, unless there is an invoice';
COMMENT ON TABLE order_items IS 'The lines of an order; a product in one cannot be deleted';
COMMENT ON TABLE shipments IS 'Parcels, each with lines of one order';
COMMENT ON TABLE shipment_lines IS 'Which lines of the order are in the parcel; a key of two columns';
COMMENT ON TABLE invoices IS 'Must be kept: RESTRICT protects the order behind each';
COMMENT ON TABLE payments IS 'Partitioned by month';
COMMENT ON TABLE refunds IS 'Reference a partitioned table';
COMMENT ON TABLE reviews IS 'Outlive the customer who wrote them, not the product';
COMMENT ON TABLE "Gift cards" IS 'Names that need quotes; stay valid without an owner';
COMMENT ON TABLE staff.departments IS 'Each is led by an employee: a cycle, checked at COMMIT';
COMMENT ON TABLE staff.employees IS 'Work in a department, under a manager';
COMMENT ON TABLE warehouse.warehouses IS 'Stay while they hold stock';
COMMENT ON TABLE warehouse.shelves IS 'Places in a warehouse';
COMMENT ON TABLE warehouse.stock IS 'Loses its shelf, not its warehouse: SET NULL (shelf)';

BEGIN;
INSERT INTO staff.departments VALUES (1, 'Sales', 1), (2, 'Warehouse', 5), (3, 'Books', 8);
INSERT INTO staff.employees
SELECT n, 1 + (n > 4)::int + (n > 7)::int, nullif(n / 2, 0), name
FROM unnest(ARRAY['Ingrid Vos', 'Tomás Reyes', 'Mei Tanaka', 'Per Åberg', 'Ruth Adler',
  'Yusuf Kaya', 'Jana Dvořáková', 'Owen Price', 'Nour Haddad']) WITH ORDINALITY AS e (name, n);
COMMIT;

INSERT INTO categories VALUES
  (0, NULL, 'Everything else'), (1, NULL, 'Home'), (2, 1, 'Kitchen'), (3, 2, 'Knives'),
  (4, 2, 'Cookware'), (5, 4, 'Pans'), (6, 1, 'Garden'), (7, NULL, 'Books'), (8, 7, 'Cooking'),
  (9, 7, 'Children''s'), (10, 9, 'Picture books');
INSERT INTO products
SELECT n, n % 11,
  (ARRAY['Lamp', 'Knife', 'Pan', 'Kettle', 'Rake', 'Atlas', 'Crème brûlée torch'])[1 + n % 7]
    || ' No. ' || n,
  4.95 + n * 7 % 60, CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'Made to last' END
FROM generate_series(1, 60) n;

INSERT INTO customers
SELECT n, name, CASE WHEN n % 6 > 0 THEN 'customer' || n || '@example.org' END,
  CASE n % 4 WHEN 0 THEN '' WHEN 1 THEN 'Prefers evenings' END,
  CASE WHEN n % 3 = 0 THEN n / 2 WHEN n IN (26, 28) THEN 25 END, date '2025-06-01' + n::int * 5
FROM unnest(ARRAY['Ada Okafor', 'Bjørn Lund', 'Chiara Rossi', 'Дмитрий Волков', 'Elif Şahin',
  'Fatima Zahra', 'Grace Hopper', 'Håkan Öberg', 'Iñigo Montoya', 'Jürgen Groß', 'Κώστας Παππάς',
  'Léa Dubois', 'Małgorzata Zając', 'Nguyễn Văn An', 'Olga Petrova', 'Pádraig Ó Sé', 'Quinn Byrne',
  'Rosa Luz', 'Søren Holm', 'Tamar Levi', 'Uma Rao', 'Věra Nová', 'Wang 小明', 'Xavier Puig',
  'Zoë Müller', 'Yara Silva', 'Anna O''Neil', '田中 花子', 'Ben Carter', 'Nobody Yet'])
  WITH ORDINALITY AS c (name, n);
INSERT INTO addresses
SELECT c * 10 + n, c, n || ' Harbour Road', (ARRAY['Århus', 'Porto', 'Gdańsk', 'Cork'])[1 + c % 4]
FROM generate_series(1, 29) c, generate_series(1, 1 + c % 2) n;
INSERT INTO "Gift cards"
SELECT 'GC-' || n, CASE WHEN n % 4 > 0 THEN 5 * (1 + n % 6) END, n * 5
FROM generate_series(1, 23) n;
INSERT INTO reviews
SELECT p, n, 1 + (p * 7 + n * 11) % 29, 1 + (p + n) % 5,
  CASE n WHEN 1 THEN 'Très bien' WHEN 2 THEN '' END
FROM generate_series(2, 60, 2) p, generate_series(1, 1 + p % 3) n;

INSERT INTO orders
SELECT n, 1 + n % 29, CASE WHEN n % 5 > 0 THEN (1 + n % 29) * 10 + 1 END, 1 + n % 4,
  timestamptz '2026-01-02 09:00+00' + n * interval '19 hours'
FROM generate_series(1, 87) n;
INSERT INTO order_items
SELECT o, n, 1 + (o * 7 + n * 13) % 53, 1 + (o + n) % 3
FROM generate_series(1, 87) o, generate_series(1, 2 + o % 2) n;
INSERT INTO shipments
SELECT o * 2 + n, o, CASE WHEN o < 80 THEN date '2026-01-04' + o END
FROM generate_series(1, 87) o, generate_series(0, o % 2) n WHERE o % 7 <> 3;
INSERT INTO shipment_lines
SELECT s.id, i.order_id, i.line FROM shipments s JOIN order_items i USING (order_id)
WHERE s.id % 2 = 0 OR i.line = 1;

-- Whoever came first has invoices; the orders of the later customers are not billed yet.
INSERT INTO invoices
SELECT 'R-' || 1000 + id, id, ordered_at::date + 3 FROM orders
WHERE customer_id <= 20 AND id % 4 <> 1;
INSERT INTO payments
SELECT row_number() OVER (ORDER BY number), issued_on + 5, number, 19.9 + order_id
FROM invoices WHERE order_id % 5 <> 2 AND issued_on < '2026-03-25';
INSERT INTO refunds
SELECT id, id, paid_on, CASE WHEN id % 2 = 0 THEN 'Broken on arrival' ELSE '' END
FROM payments WHERE id % 9 = 0;

INSERT INTO warehouse.warehouses VALUES (1, 'Rotterdam'), (2, 'Kraków'), (3, 'Empty hall');
INSERT INTO warehouse.shelves
SELECT w, chr(64 + n) || w FROM generate_series(1, 3) w, generate_series(1, 4) n;
INSERT INTO warehouse.stock
SELECT p, w, CASE WHEN p % 6 > 0 THEN chr(65 + p % 4) || w END, p * w % 40
FROM generate_series(1, 60) p, generate_series(1, 1 + p % 2) w;
