package io.epro.local.kafka;

import java.nio.file.Path;

/**
 * A broker's place in its cluster.
 *
 * @param voters all controllers, as {@code controller.quorum.voters}
 * @param replicas of each partition: how many brokers there are
 * @param clusterId file with the cluster's id, which all of them share
 */
record Seat(int id, int controllerPort, String voters, int replicas, Path clusterId) {

  static String voter(int id, int controllerPort) {
    return id + "@127.0.0.1:" + controllerPort;
  }

  static Seat alone(int controllerPort, Path directory) {
    return new Seat(1, controllerPort, voter(1, controllerPort), 1,
        directory.resolve("cluster.id"));
  }
}
