package dev.convoy.agent.host;

import dev.convoy.events.common.OsFamily;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Programs that copy post-launch scripts. Contents travel as base64, names are plain by their type: nothing is quoted. */
public final class CopyPrograms {

  /** Exit code of a script that does not have its checksum. */
  public static final int OTHER_CHECKSUM = 30;

  /** Exit code where there is no agent to copy them for. */
  public static final int NO_AGENT = 31;

  private static final String LINUX = HostScripts.read("/host/copy-scripts.sh");
  private static final String WINDOWS = HostScripts.read("/host/copy-scripts.ps1");

  private CopyPrograms() {}

  /** A script under the name that its file gets. */
  public record Script(String file, String text) {

    /** Refuses names that mean anything to a shell or a file system. */
    public Script {
      if (!file.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,60}\\.[A-Za-z0-9]{1,8}")) {
        throw new IllegalArgumentException("a post-launch script's file has characters other than letters, digits, _ -");
      }
    }

    /** The file and its checksum. */
    public String named() {
      return file + " " + sha256();
    }

    private byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    String sha256() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** For a family; the host ends it after {@code timeout}. */
  public static ProgramSpec of(OsFamily family, List<Script> scripts, Duration timeout) {
    return new ProgramSpec(ProgramSpec.Kind.COPY, family == OsFamily.WINDOWS ? windows(scripts) : linux(scripts), Map.of(),
        timeout);
  }

  private static String linux(List<Script> scripts) {
    var puts = scripts.stream().map(each -> "put '%s' '%s' <<'CONVOY_SCRIPT'%n%s%nCONVOY_SCRIPT%n"
        .formatted(each.file(), each.sha256(), Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(each.bytes())))
        .collect(Collectors.joining());
    return LINUX + puts + scripts.stream().map(each -> " '" + each.named() + "'").collect(Collectors.joining("", "finish", "\n"));
  }

  private static String windows(List<Script> scripts) {
    var puts = scripts.stream().map(each -> "Put '%s' '%s' '%s'%n".formatted(each.file(), each.sha256(),
        Base64.getEncoder().encodeToString(each.bytes()))).collect(Collectors.joining());
    return WINDOWS + puts + scripts.stream().map(each -> "'" + each.named() + "'")
        .collect(Collectors.joining(", ", "Finish @(", ")\nexit 0\n"));
  }
}
