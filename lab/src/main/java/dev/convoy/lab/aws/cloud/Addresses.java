package dev.convoy.lab.aws.cloud;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Private addresses that are held: by instances that are not terminated, and by network interfaces of somebody else. */
public final class Addresses {

  private final Set<String> used = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();
  private final Set<String> foreign = new TreeSet<>();

  void take(String address) {
    used.add(address);
  }

  void release(String address) {
    used.remove(address);
  }

  boolean inUse(String address) {
    return used.contains(address);
  }

  /** Has somebody else's network interface hold an address, if it is free. */
  public void occupy(String address) {
    if (used.add(address)) {
      foreign.add(address);
    }
  }

  /**
   * Has somebody else's network interfaces hold all free addresses of a subnet but so many, or give back what they hold until so
   * many are free.
   */
  public void occupyAllBut(Network.Subnet subnet, int left) {
    var free = IntStream.range(0, subnet.size()).mapToObj(subnet::address).filter(each -> !used.contains(each)).toList();
    free.subList(0, Math.max(0, free.size() - left)).forEach(this::occupy);
    foreign.stream().filter(subnet::contains).limit(Math.max(0, left - free.size())).toList().forEach(each -> {
      foreign.remove(each);
      used.remove(each);
    });
  }

  /** What somebody else's network interfaces hold, in order. */
  public Set<String> foreign() {
    return Collections.unmodifiableSet(foreign);
  }

  /** How many of a subnet can be given out. */
  public int left(Network.Subnet subnet) {
    return subnet.size() - (int) used.stream().filter(subnet::contains).count();
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
