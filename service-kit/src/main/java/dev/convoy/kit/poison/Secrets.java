package dev.convoy.kit.poison;

import java.util.regex.Pattern;

/** Takes what looks like a secret out of a text: a refused record may hold anything, and its reason may quote it. */
final class Secrets {

  private static final Pattern KEY =
      Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)");
  private static final Pattern ACCESS_KEY = Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b");
  private static final Pattern NAMED = Pattern.compile(
      "(?i)([\\w-]*(?:password|passwd|passphrase|secret|token|api-?key|credential)[\\w-]*[\"']?\\s*[:=]\\s*)"
          + "(?:\"[^\"]*\"|'[^']*'|[^\\s,;}]+)");
  private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s/:@]*:)[^\\s/@]+(?=@)");

  private Secrets() {}

  static String scrubbed(String text) {
    var withoutKeys = ACCESS_KEY.matcher(KEY.matcher(text).replaceAll("***")).replaceAll("***");
    return IN_ADDRESS.matcher(NAMED.matcher(withoutKeys).replaceAll("$1***")).replaceAll("$1***");
  }
}
