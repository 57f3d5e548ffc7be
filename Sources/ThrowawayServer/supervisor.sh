# Runs one throw-away server and removes every trace of it. It lives in a session of its own; its
# standard input is a pipe that the program which wants the server holds open and never writes to.
# However that program ends, the pipe closes, and this script stops the server and cleans up.
#
# Arguments: the directory of PostgreSQL's programs, the directory to make the server's own in, the
# owner's process id (for the name), the template directory or '', the directory of the primary's
# socket where this is to be a standby or '', the settings for postgres.
# Prints 'ready', the server's version line and its directory; or else what went wrong, and ends.

programs=$1 base=$2 owner=$3 templates=$4 primary=$5
shift 5
umask 077
cd /
directory='' server='' template=''

finish() {
  trap '' HUP INT TERM PIPE
  tries=0 signal=QUIT
  # One signal may be lost on a server that has only just been forked: repeat it. A postmaster
  # kills what does not end within 5 seconds by itself.
  while [ -n "$server" ] && kill -s "$signal" "$server" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 400 ] || signal=KILL
    sleep 0.02
  done
  [ -z "$directory" ] || rm -rf "$directory"
  [ -z "$template" ] || rm -f "$template.$$"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM PIPE

version=$("$programs/postgres" --version) || exit 1
directory=$(mktemp -d "$base/fkwalk-$owner.XXXXXX") || exit 1
data=$directory/data log=$directory/log
[ -z "$templates" ] || [ -n "$primary" ] || template=$templates/$(printf %s "$version" | tr -c A-Za-z0-9.- _).tar

if [ -n "$primary" ]; then
  PATH=$programs:$PATH pg_basebackup -h "$primary" -U postgres -D "$data" -R -c fast --no-sync \
    >"$log" 2>&1 </dev/null || { cat "$log"; exit 1; }
elif ! { [ -f "$template" ] && tar -xf "$template" -C "$directory" 2>"$log"; }; then
  rm -rf "$data"
  "$programs/initdb" -D "$data" -U postgres -A trust --locale=C -E UTF8 --no-sync \
    --wal-segsize=1 >"$log" 2>&1 </dev/null || { cat "$log"; exit 1; }
  # Built aside and renamed: a template is there in full or not at all.
  if [ -n "$template" ]; then
    tar -cf "$template.$$" -C "$directory" data 2>"$log" && mv -f "$template.$$" "$template"
  fi
fi

"$programs/postgres" -D "$data" -k "$directory" "$@" >"$log" 2>&1 </dev/null &
server=$!
until grep -qs '^ready' "$data/postmaster.pid"; do
  kill -0 "$server" 2>/dev/null || { server=''; cat "$log"; exit 1; }
  sleep 0.02
done

printf 'ready\n%s\n%s\n' "$version" "$directory"
read -r _
