package dev.convoy.lab.hosts;

import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** Hosts, keys and settings for the tests of the fleet. */
final class SmallFleet {
  static final String WINDOWS_PASSWORD = "P@ss-for-tests";
  static final KeyPair USER_KEY = newKey();

  private SmallFleet() {}

  static FleetSettings settings(FakeAws aws, double speed) {
    return FleetSettings.of(1, speed, aws.uri(), PublicKeyEntry.toString(USER_KEY.getPublic()), WINDOWS_PASSWORD);
  }

  static List<SimulatedHost> linux(int count) throws IOException {
    int port = freePort();
    List<SimulatedHost> hosts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hosts.add(host("host-" + (i + 1), OsFamily.LINUX, "127.43." + i / 250 + "." + (i % 250 + 1), port));
    }
    return hosts;
  }

  static SimulatedHost windows() throws IOException {
    return host("win-1", OsFamily.WINDOWS, "127.44.0.1", freePort());
  }

  static KeyPair newKey() {
    try {
      return KeyPairGenerator.getInstance("EC").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SimulatedHost host(String id, OsFamily os, String address, int port) {
    return new SimulatedHost(id, id, id + ".corp.example", os, "Test 1", "web", address, port,
        List.of(new SimulatedDisk("/dev/sda", 30L << 30)), 2, 4L << 30, "02:00:00:00:00:01", PlantedFault.NONE);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
