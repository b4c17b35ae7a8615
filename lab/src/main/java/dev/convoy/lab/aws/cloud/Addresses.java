package dev.convoy.lab.aws.cloud;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Private addresses of instances that are not terminated. */
final class Addresses {

  private final Set<String> used = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();

  void take(String address) {
    used.add(address);
  }

  void release(String address) {
    used.remove(address);
  }

  boolean inUse(String address) {
    return used.contains(address);
  }

  int used(Network.Subnet subnet) {
    return (int) used.stream().filter(subnet::contains).count();
  }

  /**
   * The next free address, in turn so that a released one rests; null if there is none. Those that end in 255 stay
   * unused: Linux may take them for broadcasts and lets no target listen there.
   */
  @Nullable String free(Network.Subnet subnet) {
    var from = next.getOrDefault(subnet.id(), 0);
    for (var i = 0; i < subnet.size(); i++) {
      var n = (from + i) % subnet.size();
      var address = subnet.address(n);
      if (!used.contains(address) && !address.endsWith(".255")) {
        next.put(subnet.id(), n + 1);
        return address;
      }
    }
    return null;
  }
}
