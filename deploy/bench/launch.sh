# Sourced by the commands beside it: builds what is not built, then runs a class of this module.

. "$(dirname "${BASH_SOURCE[0]}")/../local/launch.sh"

bench_jar=$root/deploy/bench/target/epro-bench.jar
spring_jars=("$root"/deploy/bench/spring-{gateway/target/epro-bench-spring,consumer/target/epro-bench-spring-consumer}.jar)

bench_is_built() {
  local modules=({common,gateway,processor,deploy/local,deploy/bench,deploy/bench/spring-{gateway,consumer}})
  [ -f "$bench_jar" ] && [ -f "${spring_jars[0]}" ] && [ -f "${spring_jars[1]}" ] &&
    [ -z "$(cd "$root" && find pom.xml "${modules[@]/%//pom.xml}" "${modules[@]/%//src/main}" \
      -newer "$bench_jar" -print -quit)" ]
}

# Not over jars that are newer than all sources: a bench must be able to run beside an editor.
build_bench() {
  bench_is_built && return
  command -v mvn >/dev/null || fail "the benches are not built, and there is no mvn to build them."
  echo "Building with mvn."
  (cd "$root" && mvn -B -q -DskipTests -Dformatter.skip package -pl deploy/bench -am </dev/null) ||
    fail "the build failed, see above"
  touch "$bench_jar"
}

# Published peers of the processor: not in the normal build.
peer_jars=("$root"/deploy/bench/{connect-sink/target/epro-bench-connect-sink,flink-sink/target/epro-bench-flink-sink}.jar)

peers_are_built() {
  local modules=(deploy/bench/{peer-rows,connect-sink,flink-sink}) jar
  for jar in "${peer_jars[@]}"; do
    [ -f "$jar" ] && [ -z "$(cd "$root" && find pom.xml "${modules[@]/%//pom.xml}" "${modules[@]/%//src/main}" \
      -newer "$jar" -print -quit)" ] || return 1
  done
}

build_peers() {
  peers_are_built && return
  command -v mvn >/dev/null || fail "the peers are not built, and there is no mvn to build them."
  echo "Building the peers with mvn: the first time this fetches about 150 MB."
  (cd "$root" && mvn -B -q -Ppeers -DskipTests -Dformatter.skip package \
    -pl deploy/bench/connect-sink,deploy/bench/flink-sink -am </dev/null) ||
    fail "the build failed, see above"
  touch "${peer_jars[@]}"
}

# run_bench MAIN_CLASS ARGUMENTS: replaces this shell, so that Ctrl-C reaches the program itself.
run_bench() {
  local main=$1 jdk
  shift
  build_bench
  jdk=$(find_jdk) || exit 1
  exec "$jdk/bin/java" -Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Depro.repository="$root" \
    -Dlogback.configurationFile=io/epro/terminal/quiet-logback.xml -cp "$bench_jar" "$main" "$@"
}
