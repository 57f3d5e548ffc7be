#pragma once
#include <libpq-fe.h>
#include <postgres_ext.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Macros that are character literals do not reach Swift.
static const int FKWALK_DIAG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int FKWALK_DIAG_SQLSTATE = PG_DIAG_SQLSTATE;
static const int FKWALK_DIAG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY;
static const int FKWALK_DIAG_DETAIL = PG_DIAG_MESSAGE_DETAIL;
static const int FKWALK_DIAG_HINT = PG_DIAG_MESSAGE_HINT;
static const int FKWALK_DIAG_SCHEMA = PG_DIAG_SCHEMA_NAME;
static const int FKWALK_DIAG_TABLE = PG_DIAG_TABLE_NAME;
static const int FKWALK_DIAG_COLUMN = PG_DIAG_COLUMN_NAME;
static const int FKWALK_DIAG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME;
static const int FKWALK_DIAG_POSITION = PG_DIAG_STATEMENT_POSITION;

// A request to cancel what a connection runs. Sending it blocks, so it is for a thread of its own.
// From libpq 17 on it uses the connection's own encryption.
#ifdef LIBPQ_HAS_ASYNC_CANCEL
typedef PGcancelConn fkwalk_cancel;
static inline fkwalk_cancel *fkwalk_cancel_create(PGconn *connection) {
  return PQcancelCreate(connection);
}
static inline void fkwalk_cancel_send_and_free(fkwalk_cancel *request) {
  PQcancelBlocking(request);
  PQcancelFinish(request);
}
#else
typedef PGcancel fkwalk_cancel;
static inline fkwalk_cancel *fkwalk_cancel_create(PGconn *connection) {
  return PQgetCancel(connection);
}
static inline void fkwalk_cancel_send_and_free(fkwalk_cancel *request) {
  char error[256];
  PQcancel(request, error, sizeof error);
  PQfreeCancel(request);
}
#endif

// Results come and go by the hundred kilobytes: their memory is kept for the next, up to a bound,
// rather than given back to the system and asked for anew each time.
static inline void fkwalk_keep_freed_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
#endif
}
