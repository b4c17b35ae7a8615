package dev.convoy.agent.host;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an installer is told besides its server and account. The values become arguments of a program, never part of a text
 * that a shell reads; what could mean anything else is refused all the same.
 *
 * @param proxy address with a slash at its end, for the download, the installer and the agent; empty = none
 * @param devices disks to replicate besides that of the system; empty = all
 * @param tags of a source server that is new
 */
public record InstallOptions(String proxy, List<String> devices, Map<String, String> tags) {

  /** Nothing. */
  public static final InstallOptions NONE = new InstallOptions("", List.of(), Map.of());

  private static final int MOST_TAGS = 50;

  /** @throws IllegalArgumentException that says which value is none, without the property it comes from */
  public InstallOptions {
    devices = List.copyOf(devices);
    tags = Map.copyOf(tags);
    if (!proxy.matches("(https?://[A-Za-z0-9][A-Za-z0-9.-]*:[0-9]{1,5}/)?")) {
      throw new IllegalArgumentException("proxy is not an address such as https://proxy.example:3128/, without a password");
    }
    for (String device : devices) {
      if (!device.matches("/dev/[A-Za-z0-9][A-Za-z0-9/_-]*|[A-Za-z]:")) {
        throw new IllegalArgumentException("devices are not such as /dev/sda, or C: on Windows");
      }
    }
    if (tags.size() > MOST_TAGS || tags.keySet().stream().anyMatch(key -> key.toLowerCase(Locale.ROOT).startsWith("aws:"))
        || !tags.keySet().stream().allMatch(key -> key.matches("[A-Za-z0-9_.:/+@-]{1,128}"))
        || !tags.values().stream().allMatch(value -> value.matches("[A-Za-z0-9_.:/+@-]{0,256}"))) {
      throw new IllegalArgumentException(
          "tags are not up to 50 of letters, digits and _ . : / + @ - whose keys do not begin with aws:");
    }
  }

  /** For a server that MGN knows already: its tags are not for an installer to change. */
  public InstallOptions withoutTags() {
    return new InstallOptions(proxy, devices, Map.of());
  }

  /** Variables of the program; {@code https_proxy} is what the installer itself reads. */
  Map<String, String> environment() {
    var environment = new TreeMap<String, String>();
    environment.put("CONVOY_DEVICES", String.join(",", devices));
    var lines = new TreeMap<>(tags).entrySet().stream().map(tag -> tag.getKey() + "=" + tag.getValue()).toList();
    environment.put("CONVOY_TAGS", String.join("\n", lines));
    if (!proxy.isEmpty()) {
      environment.put("https_proxy", proxy);
    }
    return environment;
  }
}
