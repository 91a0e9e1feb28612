# Sourced by up and processor: finds a JDK 25, builds what is not built. Not run by itself.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

is_jdk_25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] &&
    # With JAVA_TOOL_OPTIONS set, other lines come first.
    grep -q 'version "25[."]' <<<"$("$1/bin/java" -version 2>&1)"
}

# JAVA_HOME first, then where JDKs usually are, then the java on the PATH.
find_jdk() {
  local candidate on_path
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  fi
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
      "$HOME"/.jdks/* /opt/jdk* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "$on_path"; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  fail "no JDK 25 found. Install one, for example Eclipse Temurin 25 (https://adoptium.net;
  Debian with the Adoptium repository: apt-get install temurin-25-jdk; sdkman: sdk install java 25-tem),
  or set JAVA_HOME to it. Looked at JAVA_HOME, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /opt and PATH."
}

stamp=$root/deploy/local/target/built.stamp

has_jars() {
  [ -f "$root/gateway/target/epro-gateway.jar" ] &&
    [ -f "$root/processor/target/epro-processor.jar" ] &&
    [ -f "$root/deploy/local/target/epro-local.jar" ]
}

is_built() {
  has_jars && [ -f "$stamp" ] &&
    [ -z "$(cd "$root" && find pom.xml {common,gateway,processor,deploy/local}/pom.xml \
      {common,gateway,processor,deploy/local}/src/main -newer "$stamp" -print -quit)" ]
}

build() {
  is_built && return
  command -v mvn >/dev/null ||
    fail "the programs are not built, and there is no mvn to build them. Install Maven 3.8.7 or
  newer (Debian: apt-get install maven)."
  echo "Building the programs with mvn: the first time this takes a few minutes and fetches about 150 MB."
  local begin=$SECONDS
  # The time before the build: what is changed meanwhile is built next time.
  local before
  before=$(mktemp)
  (cd "$root" && mvn -B -q -DskipTests -Dformatter.skip package -pl gateway,processor,deploy/local -am </dev/null) || {
    rm -f "$before"
    fail "the build failed, see above"
  }
  touch -r "$before" "$stamp"
  rm -f "$before"
  echo "Built in $((SECONDS - begin)) s."
}

# run MAIN_CLASS ARGUMENTS: replaces this shell, so that signals reach the program itself.
run() {
  local main=$1 jdk
  shift
  jdk=$(find_jdk) || exit 1
  exec "$jdk/bin/java" -Xmx256m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    -Depro.repository="$root" -cp "$root/deploy/local/target/epro-local.jar" "$main" "$@"
}
