package dev.convoy.agent.adapter.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The names of a line of known_hosts, as OpenSSH reads them: patterns separated by commas, of which one that begins with {@code !}
 * excludes, or the hash of one name. sshj lets what is excluded pass.
 *
 * @param included patterns in lower case, or one hash
 */
record HostPatterns(List<String> included, List<String> excluded) {

  static final int SSH = 22;
  private static final String HASHED = "|1|";

  static HostPatterns of(String text) {
    if (text.startsWith(HASHED)) {
      return new HostPatterns(List.of(text), List.of());
    }
    List<String> included = new ArrayList<>();
    List<String> excluded = new ArrayList<>();
    for (String each : text.toLowerCase(Locale.ROOT).split(",")) {
      if (each.startsWith("!")) {
        excluded.add(each.substring(1));
      } else {
        included.add(each);
      }
    }
    return new HostPatterns(List.copyOf(included), List.copyOf(excluded));
  }

  /** Name of a host as known_hosts writes it. */
  static String name(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return port == SSH ? name : "[" + name + "]:" + port;
  }

  /** True if one of these names of a host is meant and none is excluded. */
  boolean match(List<String> names) {
    return any(included, names) && !any(excluded, names);
  }

  private static boolean any(List<String> patterns, List<String> names) {
    return patterns.stream().anyMatch(pattern -> names.stream().anyMatch(
        name -> pattern.startsWith(HASHED) ? hashMatches(pattern, name) : glob(pattern, name)));
  }

  /** True if the whole name is what the pattern says, in which {@code *} stands for anything and {@code ?} for one character. */
  static boolean glob(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }

  private static boolean hashMatches(String hashed, String name) {
    String[] parts = hashed.substring(HASHED.length()).split("\\|");
    if (parts.length != 2) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
      return MessageDigest.isEqual(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)), Base64.getDecoder().decode(parts[1]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
