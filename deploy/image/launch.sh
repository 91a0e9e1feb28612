# Sourced by gateway and processor, not run by itself. POSIX sh, since images have little else.

here=$(cd "$(dirname "$0")" && pwd)

# launch PROGRAM ARGUMENTS: replaces this shell, so that signals reach the program itself.
launch() {
  program=$1
  shift
  # In an image the jar and lib/ lie beside this file, in a clone where Maven builds them.
  home=$here
  [ -f "$home/epro-$program.jar" ] || home=$(dirname "$(dirname "$here")")/$program/target
  jar=$home/epro-$program.jar
  if [ ! -f "$jar" ]; then
    echo "$program: there is no $jar" >&2
    exit 2
  fi
  # A cache that is older than the jar was made of another one.
  cache=
  if [ -n "$(find "$home" -maxdepth 1 -name "epro-$program.aot" -newer "$jar")" ]; then
    cache=-XX:AOTCache=$home/epro-$program.aot
  fi
  # EPRO_JVM_OPTIONS are words.
  # shellcheck disable=SC2086
  exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$here/jvm.options" ${cache:+"$cache"} \
    ${EPRO_JVM_OPTIONS-} -jar "$jar" "$@"
}
