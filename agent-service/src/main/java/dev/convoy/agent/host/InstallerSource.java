package dev.convoy.agent.host;

/** Where a host gets the installer from. */
public sealed interface InstallerSource {

  /** AWS's bucket of the region, by its own name or through the given endpoint of S3. */
  record Aws() implements InstallerSource {}

  /**
   * A mirror that has AWS's files under AWS's paths, each with its checksum beside it ({@code .sha512}).
   *
   * @param base address without a slash at its end
   */
  record Mirror(String base) implements InstallerSource {

    /** Refuses what is no plain address: it is put into a request of the host. */
    public Mirror {
      if (!base.matches("https://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*")) {
        throw new IllegalArgumentException("not an https address of a mirror");
      }
    }
  }

  /** It is pushed from here, over the session with the host. */
  record Pushed() implements InstallerSource {}

  /** Reads {@code aws}, {@code push} or an https address. */
  static InstallerSource of(String text) {
    return switch (text) {
      case "aws" -> new Aws();
      case "push" -> new Pushed();
      default -> new Mirror(text.replaceFirst("/$", ""));
    };
  }
}
