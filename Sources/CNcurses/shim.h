#pragma once
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <sys/ioctl.h>
#include <term.h>

// What Swift cannot import: global variables, macros that cast, and functions hidden by feature
// macros.

extern int wcwidth(wchar_t);

/// Starts curses for a terminal type on standard input and output; NULL when it is not known.
static inline SCREEN *fk_newterm(const char *type) { return newterm(type, stdout, stdin); }

static inline WINDOW *fk_standard_window(void) { return stdscr; }

/// What the terminal now holds, as curses believes.
static inline WINDOW *fk_current_window(void) { return curscr; }

static inline attr_t fk_bold(void) { return A_BOLD; }
static inline attr_t fk_dim(void) { return A_DIM; }
static inline attr_t fk_italic(void) { return A_ITALIC; }
static inline attr_t fk_underline(void) { return A_UNDERLINE; }
static inline attr_t fk_reverse(void) { return A_REVERSE; }

/// Puts one spacing character with its combining marks into a cell; `pair` may be above 255.
static inline void fk_put(
    WINDOW *window, int y, int x, const wchar_t *symbol, attr_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, symbol, attributes, 0, &pair) != ERR) mvwadd_wch(window, y, x, &cell);
}

/// The size the terminal has now; false when it does not say.
static inline bool fk_terminal_size(int fd, int *width, int *height) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *width = size.ws_col;
  *height = size.ws_row;
  return true;
}
