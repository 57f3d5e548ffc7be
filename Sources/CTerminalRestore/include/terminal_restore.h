#pragma once
#include <stddef.h>

// Puts the terminal back when the process crashes, is killed or exits, and turns other signals into
// values. Everything a signal handler does here is async-signal-safe; none of it is thread-safe
// beyond that, so call it from one thread.

/// Saves the terminal settings of `fd` and keeps `bytes` (at most 1,023) to be written to it.
///
/// From now on a crash, a fatal signal or exit() writes the bytes and sets the settings back, once,
/// and then lets the signal take its course. Returns 0, or -1 with errno when `fd` is no terminal.
int terminal_restore_arm(int fd, const char *bytes, size_t count);

/// Does now what a crash would do, if armed, and disarms.
void terminal_restore_now(void);

/// Forgets what terminal_restore_arm() was told; settings stay as they are.
void terminal_restore_disarm(void);

/// Has each typed byte delivered at once, Ctrl-C included, and nothing of it shown.
void terminal_hide_typing(int fd);

/// Sends standard error to a nameless file until terminal_errors_release(), if it is a terminal.
void terminal_errors_hold(void);

/// Gives standard error back and copies to it what was written meanwhile.
void terminal_errors_release(void);

/// Starts to note the signals WINCH, CONT, TERM, HUP, INT and TSTP rather than to act on them.
///
/// Returns a descriptor that is readable while a signal has not been taken, or -1 with errno. Later
/// calls return the same one. TERM, HUP and INT end the process when three have not been taken.
int terminal_signals_open(void);

/// The same for INT and TERM alone, for commands without a screen.
int terminal_interrupts_open(void);

/// Makes the descriptor unreadable until the next signal; call it before terminal_signals_take().
void terminal_signals_drain(void);

/// Whether `signal` came since the last call.
int terminal_signals_take(int signal);
