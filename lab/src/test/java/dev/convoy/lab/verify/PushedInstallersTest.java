package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PushedInstallersTest {
  private static final Map<String, String> WANTED = Map.of("web-1", "cafe", "web-2", "cafe");

  private final List<HostWork> ledger = new ArrayList<>();

  private PushedInstallersTest line(String server, String kind, String operation, boolean started, int exit) {
    ledger.add(new HostWork(Instant.EPOCH, server, server, kind, operation, started, started ? Optional.empty() : Optional.of(exit)));
    return this;
  }

  private PushedInstallersTest push(String server, String sha512) {
    return line(server, "push", sha512, false, 0);
  }

  private PushedInstallersTest install(String server, int attempt, int exit) {
    var operation = server + ":InstallAgent:1:" + attempt;
    return line(server, "install", operation, true, 0).line(server, "install", operation, false, exit);
  }

  private PushedInstallers pushed() {
    return new PushedInstallers(WANTED, ledger);
  }

  @Test
  void whatItsHostHasVerifiedAndThenRunIsCounted() {
    push("web-1", "cafe").install("web-1", 1, 0).push("web-2", "cafe").install("web-2", 1, 1).install("web-2", 2, 0).install("db-1", 1, 0);
    assertThat(pushed().faults()).isEmpty();
    assertThat(pushed().line()).isEqualTo("PUSHED servers=2 verified=2 installed=2 twice=0");
  }

  @Test
  void oneThatIsInstalledBeforeAnythingHasArrivedIsNamed() {
    install("web-1", 1, 0).push("web-1", "cafe").push("web-2", "cafe").install("web-2", 1, 0);
    assertThat(pushed().faults()).singleElement().asString().startsWith("[CVY-9330] web-1: it was installed without an installer");
    assertThat(pushed().line()).isEqualTo("PUSHED servers=2 verified=2 installed=1 twice=0");
  }

  @Test
  void anInstallerThatFailedBeforeAnythingHadArrivedIsNoMatter() {
    install("web-1", 1, 10).push("web-1", "cafe").install("web-1", 2, 0);
    assertThat(pushed().faults()).isEmpty();
  }

  @Test
  void anotherFileThanTheInstallerIsNamed() {
    push("web-1", "beef").install("web-1", 1, 0);
    assertThat(pushed().faults()).hasSize(2).first().asString().contains("has the SHA-512 beef, the installer cafe");
    assertThat(pushed().line()).isEqualTo("PUSHED servers=2 verified=0 installed=0 twice=0");
  }

  @Test
  void whatIsPushedOrInstalledTwiceIsNamed() {
    push("web-1", "cafe").push("web-1", "cafe").install("web-1", 1, 0).push("web-2", "cafe").install("web-2", 1, 0).install("web-2", 2, 0);
    assertThat(pushed().faults()).hasSize(2).first().asString().contains("web-1", "pushed to it 2 times");
    assertThat(pushed().faults().toList().getLast()).contains("web-2", "installed in round 1 2 times");
    assertThat(pushed().line()).endsWith(" twice=2");
  }

  @Test
  void anInstallerThatEndsWellAgainAndAgainWhereNoneIsPushedIsNotOfThis() {
    install("db-1", 1, 0).install("db-1", 2, 0);
    assertThat(pushed().faults()).isEmpty();
  }

  @Test
  void aPushToAHostThatCanDownloadIsNamed() {
    push("db-1", "cafe").install("db-1", 1, 0);
    assertThat(pushed().faults()).singleElement().asString().startsWith("[CVY-9330] db-1: an installer was pushed to it, though");
  }
}
