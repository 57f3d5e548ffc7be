#pragma once

#include <stdbool.h>
#include <sys/types.h>

/// How to start a program: what posix_spawn offers, and a change of user besides.
typedef struct {
  /// The program, looked up in the PATH of `environment`, and its arguments; ends with NULL.
  const char *const *arguments;
  /// `NAME=value` entries; ends with NULL.
  const char *const *environment;
  /// File descriptors for the standard streams; -1 leaves the caller's.
  int input, output, errors;
  /// Whether the program leads a session of its own, out of reach of the terminal's signals.
  bool new_session;
  /// Whether it is sent SIGHUP, as from a closing terminal, when the thread that started it ends,
  /// by SIGKILL even.
  bool hangs_up_with_parent;
  /// Whether it runs as `user` and `group`, with no supplementary groups; needs root.
  bool changes_user;
  uid_t user;
  gid_t group;
} fk_program;

/// Starts a program and stores its process id in `*child`.
///
/// Returns 0, or the errno of what failed: a program that cannot be executed counts as failed.
int fk_spawn(const fk_program *program, pid_t *child);

/// Waits for a child; returns its exit status, 128 + N where signal N ended it, -1 on failure.
int fk_wait(pid_t child);

/// Runs a program in the foreground of the terminal and stores its status as `fk_wait` gives it.
///
/// Until it ends, the terminal's signals are left to it, and SIGINT, SIGQUIT, SIGTERM and SIGHUP
/// that another process sends to this one are passed on. Returns as `fk_spawn` does.
int fk_run_in_foreground(const fk_program *program, int *status);

/// A pipe whose ends no child inherits: `ends[0]` is read, `ends[1]` written. 0 or errno.
int fk_pipe(int ends[2]);

/// A nameless file in memory which no child inherits; -1 on failure.
int fk_memory_file(void);

/// Puts `*` for a text wherever it stands in this process's arguments, as others see them.
void fk_hide_in_arguments(const char *text);

/// This process's environment as it is now: `NAME=value` entries, ends with NULL.
char **fk_environment(void);
