package io.epro.bench.drain;

/**
 * What a record took, on average.
 *
 * @param own CPU microseconds of the processes that are measured, together; {@code postgres} and
 *     {@code broker} are those of the servers
 * @param compiling the part of {@code own} that the JVM's compilers took: most of it is paid once
 * @param collecting the part of {@code own} that the JVM's collector took
 * @param bytes allocated on the heaps of the processes that are measured
 */
public record Cost(double own, double compiling, double collecting, double postgres,
    double broker, double bytes) {

  /** The part of {@code own} that the JVM itself took. */
  public double jvm() {
    return compiling + collecting;
  }

  /** CPU microseconds of all. */
  public double all() {
    return own + postgres + broker;
  }
}
