package dev.convoy.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How a host's package manager is asked for headers, in the text of the real script: the machine has one manager, hosts have others. */
class KernelHeadersTest {

  private static final String FUNCTION = "check_headers() {";

  @TempDir Path folder;

  /** A question that would fetch or write anything has other words, and no answer here. */
  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
      zypper; --no-refresh -q search --match-exact kernel-default-devel; v | kernel-default-devel | package; kernel-default-devel
      dnf; -q -C --setopt=logfilelevel=0 list --available kernel-devel-5.14.0-427.el9; kernel-devel.x86_64 5.14 baseos; kernel-devel-5.14.0-427.el9
      yum; -q -C list available kernel-devel-5.14.0-427.el9; kernel-devel.x86_64 5.14 base; kernel-devel-5.14.0-427.el9
      apt-cache; --no-generate policy linux-headers-5.14.0-427.el9; Candidate: 5.14; linux-headers-5.14.0-427.el9
      """)
  void eachManagerIsAskedForWhatItKnowsWithoutFetching(String manager, String asked, String answer, String wanted) throws Exception {
    assertThat(headers(manager, "[ \"$*\" = '" + asked + "' ] && echo '" + answer + "'"))
        .isEqualTo("kernel-headers ok package " + wanted + " can be had");
    assertThat(headers(manager, "echo 'Error: No matching packages' >&2; exit 1"))
        .isEqualTo("kernel-headers fail none of 5.14.0-427.el9, and no repository known here has " + wanted);
  }

  @Test
  void withoutAManagerNothingCanBeHad() throws Exception {
    assertThat(headers("rpm", "echo kernel-devel")).isEqualTo("kernel-headers fail none of 5.14.0-427.el9, and no package manager to get them with");
  }

  private String headers(String manager, String answers) throws IOException, InterruptedException {
    var script = folder.resolve("headers.sh");
    Files.writeString(script, "sys=" + folder + " kernel=5.14.0-427.el9\n"
        + "have() { [ \"$1\" = " + manager + " ]; }\nlimited() { shift; " + answers + "; }\ncheck() { echo \"$@\"; }\n" + function() + "check_headers\n");
    var process = new ProcessBuilder("/bin/sh", "-u", script.toString()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  private static String function() throws IOException {
    try (var text = Objects.requireNonNull(HostScripts.class.getResourceAsStream("/host/convoy-check.sh"), "script")) {
      var script = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      int from = script.indexOf(FUNCTION);
      return script.substring(from, script.indexOf("\n}\n", from) + 3);
    }
  }
}
