#define _GNU_SOURCE
#include "terminal_restore.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#define SIGNAL_LIMIT 65

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGQUIT};
static const int endings[] = {SIGTERM, SIGHUP, SIGINT};
static const int notices[] = {SIGWINCH, SIGCONT, SIGTSTP};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static atomic_int armed;
static pid_t armed_process;
static int terminal_fd;
static struct termios saved_settings;
static char restore_bytes[1024];
static size_t restore_count;

static int held_errors = -1;
static int real_errors = -1;

static int signal_pipe[2] = {-1, -1};
static atomic_int untaken[SIGNAL_LIMIT];
static struct sigaction earlier[SIGNAL_LIMIT];

static void write_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(fd, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

void terminal_restore_now(void) {
  // A child between fork and exec must not touch its parent's terminal.
  if (!atomic_exchange(&armed, 0) || armed_process != getpid()) return;
  // In the background tcsetattr() would stop the process.
  sigset_t background, before;
  sigemptyset(&background);
  sigaddset(&background, SIGTTOU);
  sigprocmask(SIG_BLOCK, &background, &before);
  write_all(terminal_fd, restore_bytes, restore_count);
  tcsetattr(terminal_fd, TCSANOW, &saved_settings);
  sigprocmask(SIG_SETMASK, &before, NULL);
  terminal_errors_release();
}

void terminal_restore_disarm(void) { atomic_store(&armed, 0); }

void terminal_hide_typing(int fd) {
  struct termios settings;
  if (tcgetattr(fd, &settings) != 0) return;
  settings.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
  tcsetattr(fd, TCSAFLUSH, &settings);
}

void terminal_errors_hold(void) {
  if (held_errors >= 0 || !isatty(STDERR_FILENO)) return;
#ifdef __linux__
  held_errors = memfd_create("stderr", MFD_CLOEXEC);
#else
  char name[] = "/tmp/fkwalk.XXXXXX";
  held_errors = mkstemp(name);
  if (held_errors >= 0) unlink(name);
#endif
  if (held_errors < 0) return;
  real_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (real_errors >= 0) dup2(held_errors, STDERR_FILENO);
}

void terminal_errors_release(void) {
  if (held_errors < 0) return;
  if (real_errors >= 0) dup2(real_errors, STDERR_FILENO);
  char bytes[4096];
  ssize_t count;
  for (off_t at = 0; (count = pread(held_errors, bytes, sizeof bytes, at)) > 0; at += count)
    write_all(STDERR_FILENO, bytes, (size_t)count);
  close(real_errors);
  close(held_errors);
  real_errors = held_errors = -1;
}

/// Hands the signal to whoever handled it before us; by default that ends the process.
static void pass_on(int signal, siginfo_t *info, void *context) {
  struct sigaction before = earlier[signal];
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    before.sa_handler(signal);
  } else {
    struct sigaction fallback = {.sa_handler = SIG_DFL};
    sigaction(signal, &fallback, NULL);
    raise(signal);  // delivered on return: the signal is blocked in its own handler
  }
}

static void on_crash(int signal, siginfo_t *info, void *context) {
  terminal_restore_now();
  pass_on(signal, info, context);
}

static void on_notice(int signal, siginfo_t *info, void *context) {
  (void)info, (void)context;
  int before = errno;
  atomic_fetch_add(&untaken[signal], 1);
  if (signal_pipe[1] >= 0) write(signal_pipe[1], "", 1);
  errno = before;
}

static void on_ending(int signal, siginfo_t *info, void *context) {
  // Nobody listens, or whoever should has been stuck for three of them.
  if (signal_pipe[1] < 0 || atomic_load(&untaken[signal]) >= 2) {
    terminal_restore_now();
    pass_on(signal, info, context);
  } else {
    on_notice(signal, info, context);
  }
}

static void install(const int *signals, size_t count, void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action = {
      .sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < count; i++) sigaction(signals[i], &action, &earlier[signals[i]]);
}

/// A stack overflow leaves no room for a handler on the stack it happened on.
static void use_alternate_stack(void) {
  static char space[65536];
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && !(current.ss_flags & SS_DISABLE)) return;
  stack_t stack = {.ss_sp = space, .ss_size = sizeof space};
  sigaltstack(&stack, NULL);
}

int terminal_restore_arm(int fd, const char *bytes, size_t count) {
  static int installed;
  struct termios settings;
  if (tcgetattr(fd, &settings) != 0) return -1;
  saved_settings = settings;
  terminal_fd = fd;
  restore_count = count < sizeof restore_bytes ? count : 0;
  memcpy(restore_bytes, bytes, restore_count);
  armed_process = getpid();
  if (!installed) {
    installed = 1;
    use_alternate_stack();
    install(crashes, COUNT(crashes), on_crash);
    install(endings, COUNT(endings), on_ending);
    atexit(terminal_restore_now);
  }
  atomic_store(&armed, 1);
  return 0;
}

static int open_signal_pipe(void) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  for (int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
  }
  signal_pipe[0] = ends[0];
  signal_pipe[1] = ends[1];
  return 0;
}

int terminal_signals_open(void) {
  if (signal_pipe[0] >= 0) return signal_pipe[0];
  if (open_signal_pipe() != 0) return -1;
  install(notices, COUNT(notices), on_notice);
  return signal_pipe[0];
}

int terminal_interrupts_open(void) {
  static const int interrupts[] = {SIGINT, SIGTERM};
  if (signal_pipe[0] >= 0) return signal_pipe[0];
  if (open_signal_pipe() != 0) return -1;
  install(interrupts, COUNT(interrupts), on_ending);
  return signal_pipe[0];
}

void terminal_signals_drain(void) {
  char bytes[256];
  while (read(signal_pipe[0], bytes, sizeof bytes) > 0) continue;
}

int terminal_signals_take(int signal) {
  if (signal <= 0 || signal >= SIGNAL_LIMIT) return 0;
  return atomic_exchange(&untaken[signal], 0) > 0;
}
