package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstallersAtOnceTest {
  private final List<HostWork> ledger = new ArrayList<>();

  private void line(String server, String kind, boolean started) {
    ledger.add(new HostWork(Instant.EPOCH, server, server, kind, server + ":" + kind + ":1:1", started,
        started ? Optional.empty() : Optional.of(0)));
  }

  @Test
  void oneAfterTheOtherOnAHostIsOneAtATime() {
    line("web-1", "install", true);
    line("web-1", "status", false);
    line("web-1", "install", false);
    line("web-1", "install", true);
    line("web-2", "install", true);
    assertThat(InstallersAtOnce.of(ledger)).isEqualTo(new InstallersAtOnce(3, 2, 1, "web-1"));
  }

  @Test
  void aSecondThatBeginsBeforeTheFirstHasEndedIsSeen() {
    line("web-1", "install", true);
    line("web-2", "install", true);
    line("web-2", "install", true);
    line("web-2", "install", false);
    assertThat(InstallersAtOnce.of(ledger)).isEqualTo(new InstallersAtOnce(3, 3, 2, "web-2"));
  }

  @Test
  void runbooksAndChecksAreNoInstallers() {
    line("web-1", "quiesce", true);
    line("web-1", "check", false);
    assertThat(InstallersAtOnce.of(ledger)).isEqualTo(new InstallersAtOnce(0, 0, 0, ""));
  }
}
