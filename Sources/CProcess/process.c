#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int fk_pipe(int ends[2]) {
  return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno;
}

int fk_memory_file(void) {
  return memfd_create("fkwalk", MFD_CLOEXEC);
}

char **fk_environment(void) {
  return environ;
}

static int argument_count;
static char **arguments;

// The C library gives main's arguments to constructors too.
__attribute__((constructor)) static void remember_arguments(int count, char **values) {
  argument_count = count;
  arguments = values;
}

void fk_hide_in_arguments(const char *text) {
  size_t length = strlen(text);
  if (length == 0) return;
  for (int i = 1; i < argument_count; i++) {
    for (char *found = arguments[i]; (found = strstr(found, text)); found += length) {
      memset(found, '*', length);
    }
  }
}

// dup2 clears close-on-exec, except where the descriptor already has the wanted number.
static bool place(int descriptor, int wanted) {
  if (descriptor < 0) return true;
  if (descriptor == wanted) return fcntl(descriptor, F_SETFD, 0) == 0;
  return dup2(descriptor, wanted) >= 0;
}

static bool change_user(const fk_program *program) {
  if (!program->changes_user) return true;
  return setgroups(0, NULL) == 0 && setgid(program->group) == 0 && setuid(program->user) == 0;
}

static bool follow_parent(const fk_program *program, pid_t parent) {
  if (!program->hangs_up_with_parent) return true;
  // The parent may have ended before the request was made.
  return prctl(PR_SET_PDEATHSIG, SIGHUP) == 0 && getppid() == parent;
}

// Runs in the child, between fork and exec: only what a signal handler may call.
static void become(const fk_program *program, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (program->new_session && setsid() < 0) return;
  if (!place(program->input, STDIN_FILENO)) return;
  if (!place(program->output, STDOUT_FILENO)) return;
  if (!place(program->errors, STDERR_FILENO)) return;
  if (!change_user(program)) return;
  if (!follow_parent(program, parent)) return;
  environ = (char **)program->environment;
  execvp(program->arguments[0], (char *const *)program->arguments);
}

int fk_spawn(const fk_program *program, pid_t *child) {
  // The child writes errno here where it cannot become the program; exec closes it unwritten.
  int failure[2];
  int error = fk_pipe(failure);
  if (error != 0) return error;
  pid_t parent = getpid();
  pid_t id = fork();
  if (id == 0) {
    become(program, parent);
    error = errno;
    ssize_t written = write(failure[1], &error, sizeof error);
    _exit(written < 0 ? 126 : 127);
  }
  if (id < 0) error = errno;
  close(failure[1]);
  if (id > 0) {
    ssize_t count;
    do count = read(failure[0], &error, sizeof error);
    while (count < 0 && errno == EINTR);
    if (count == (ssize_t)sizeof error) waitpid(id, NULL, 0);
    else error = 0;
  }
  close(failure[0]);
  *child = id;
  return error;
}

int fk_wait(pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static volatile pid_t foreground;

// The terminal has sent its signals (SI_KERNEL) to the whole process group already.
static void pass_on(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  if (info->si_code <= 0) kill(foreground, number);
  errno = saved;
}

int fk_run_in_foreground(const fk_program *program, int *status) {
  static const int numbers[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
  enum { count = sizeof numbers / sizeof *numbers };
  struct sigaction before[count];
  struct sigaction action = {.sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigset_t signals, mask;
  sigemptyset(&signals);
  for (int i = 0; i < count; i++) sigaddset(&signals, numbers[i]);

  // Signals that come while there is no child yet wait until there is one.
  pthread_sigmask(SIG_BLOCK, &signals, &mask);
  pid_t child;
  int error = fk_spawn(program, &child);
  if (error == 0) {
    foreground = child;
    for (int i = 0; i < count; i++) sigaction(numbers[i], &action, &before[i]);
  }
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  if (error != 0) return error;

  *status = fk_wait(child);
  for (int i = 0; i < count; i++) sigaction(numbers[i], &before[i], NULL);
  return 0;
}
