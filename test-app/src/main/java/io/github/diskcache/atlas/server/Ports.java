// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.atlas.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The ports of a server on loopback: WildFly's own, moved by an offset that is free now. */
final class Ports {

  private static final int HTTP = 8080;
  private static final int HTTPS = 8443;
  private static final int MANAGEMENT = 9990;
  private static final int MANAGEMENT_HTTPS = 9993;
  private static final int TRANSACTIONS = 4712;
  private static final int TRANSACTION_STATUS = 4713;

  private static final int LEAST_OFFSET = 2_000;
  private static final int TRIES = 100;

  private Ports() {}

  /** Returns an offset whose ports nobody listens on; somebody else may take one any time. */
  static int freeOffset() {
    // below the ports that the system gives to connections
    int most = 32_000 - MANAGEMENT_HTTPS;
    for (int i = 0; i < TRIES; i++) {
      int offset = ThreadLocalRandom.current().nextInt(LEAST_OFFSET, most);
      if (IntStream.of(HTTP, HTTPS, MANAGEMENT, MANAGEMENT_HTTPS, TRANSACTIONS, TRANSACTION_STATUS)
          .allMatch(port -> isFree(port + offset))) {
        return offset;
      }
    }
    throw new ServerException("Cannot start a server: no free ports were found");
  }

  static int http(int offset) {
    return HTTP + offset;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
