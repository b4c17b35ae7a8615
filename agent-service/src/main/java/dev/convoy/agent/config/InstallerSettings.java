package dev.convoy.agent.config;

import dev.convoy.agent.host.InstallOptions;
import dev.convoy.agent.host.InstallerSource;
import dev.convoy.agent.install.InstallerWays;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the installer comes to hosts and what it is told, {@code convoy.agent.*}.
 *
 * @param installerSource {@code aws}, {@code push}, or the https address of a mirror
 * @param installerSourceWindows the same for Windows hosts; empty = as for Linux hosts
 * @param installerPushFrom where agent-service has from what it pushes: {@code aws}, the https address of a mirror, or {@code cache}:
 *     people put it into its folder
 * @param installerCache folder of what it pushes; needed where anything is pushed
 * @param installerCredentials {@code role}, or {@code instance-profile} for sources that are EC2 instances
 * @param installerProxy such as {@code https://proxy.example:3128/}; empty = none
 * @param installerTags of every source server
 * @param installerDevices disks to replicate by server, separated by commas; a server that is not there replicates all
 * @param installerSites what is otherwise in a site
 */
@ConfigurationProperties("convoy.agent")
public record InstallerSettings(
    @DefaultValue("aws") String installerSource,
    @DefaultValue("") String installerSourceWindows,
    @DefaultValue("aws") String installerPushFrom,
    @DefaultValue("") String installerCache,
    @DefaultValue("role") String installerCredentials,
    @DefaultValue("") String installerProxy,
    @DefaultValue Map<String, String> installerTags,
    @DefaultValue Map<String, String> installerDevices,
    @DefaultValue Map<String, Site> installerSites) {

  /** What is otherwise in a site; null = as everywhere. */
  public record Site(
      @Nullable String source, @Nullable String sourceWindows, @Nullable String credentials, @Nullable String proxy) {}

  private static final String PREFIX = "convoy.agent.installer-";

  /** @throws IllegalArgumentException naming the property that is wrong */
  InstallerWays ways() {
    var usual = way(PREFIX, new Site(installerSource, installerSourceWindows, installerCredentials, installerProxy), null);
    var sites = new HashMap<String, InstallerWays.Way>();
    installerSites.forEach((name, site) -> sites.put(name, way(PREFIX + "sites." + name + ".", site, usual)));
    valid(PREFIX + "tags", () -> new InstallOptions("", List.of(), installerTags));
    var devices = new HashMap<String, List<String>>();
    installerDevices.forEach((server, text) -> {
      var list = Arrays.stream(text.split(",")).map(String::strip).toList();
      devices.put(server, valid(PREFIX + "devices." + server, () -> new InstallOptions("", list, Map.of())).devices());
    });
    var ways = new InstallerWays(usual, sites, installerTags, devices);
    if (ways.push() && installerCache.isBlank()) {
      throw wrong(PREFIX + "cache", "is not set, and installers are to be pushed from a folder");
    }
    return ways;
  }

  /** Where agent-service has from what it pushes; empty = people put it into the folder. */
  Optional<InstallerSource> pushFrom() {
    return installerPushFrom.equals("cache") ? Optional.empty() : Optional.of(valid(PREFIX + "push-from", () -> {
      var source = InstallerSource.of(installerPushFrom);
      if (source instanceof InstallerSource.Pushed) {
        throw new IllegalArgumentException("what is pushed has to come from aws, a mirror or cache");
      }
      return source;
    }));
  }

  private static InstallerWays.Way way(String prefix, Site site, InstallerWays.@Nullable Way usual) {
    var linux = usual != null && site.source() == null ? usual.linux()
        : valid(prefix + "source", () -> InstallerSource.of(text(site.source(), "aws")));
    var windows = !text(site.sourceWindows(), "").isEmpty()
        ? valid(prefix + "source-windows", () -> InstallerSource.of(text(site.sourceWindows(), "aws")))
        : usual != null && site.source() == null ? usual.windows() : linux;
    var profile = usual != null && site.credentials() == null ? usual.instanceProfile()
        : valid(prefix + "credentials", () -> isProfile(text(site.credentials(), "role")));
    var proxy = usual != null && site.proxy() == null ? usual.proxy()
        : valid(prefix + "proxy", () -> new InstallOptions(text(site.proxy(), ""), List.of(), Map.of())).proxy();
    return new InstallerWays.Way(linux, windows, profile, proxy);
  }

  private static String text(@Nullable String given, String otherwise) {
    return given == null ? otherwise : given;
  }

  private static boolean isProfile(String text) {
    if (!text.equals("role") && !text.equals("instance-profile")) {
      throw new IllegalArgumentException("credentials are neither role nor instance-profile");
    }
    return text.equals("instance-profile");
  }

  private static <T> T valid(String property, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw wrong(property, String.valueOf(e.getMessage()));
    }
  }

  private static IllegalArgumentException wrong(String property, String why) {
    return new IllegalArgumentException("[CVY-2323] agent-service: " + property + ": " + why
        + "; correct the configuration of agent-service");
  }
}
