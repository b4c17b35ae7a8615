package dev.convoy.lab.hosts;

import dev.convoy.lab.hosts.HostLedgerEntry.Phase;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FleetFileTest {
  @Test
  void a_fleet_file_is_private_and_read_back_as_it_was(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("fleet.json");
    try (FakeAws aws = new FakeAws()) {
      FleetSettings settings = SmallFleet.settings(aws, 60).withDataFolder(folder.resolve("data"));
      FleetFile fleet = new FleetFile(settings, List.of(SmallFleet.windows().with(PlantedFault.DISK_FULL)));
      fleet.write(file);
      assertThat(FleetFile.read(file)).isEqualTo(fleet);
      assertThat(fleet.toString()).doesNotContain(SmallFleet.WINDOWS_PASSWORD);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(Files.readString(file)).contains("\"fault\" : \"diskFull\"", "\"install\" : \"PT1M30S\"");
  }

  @Test
  void a_ledger_line_has_the_agreed_form() throws IOException {
    HostLedger ledger = HostLedger.inMemory();
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    ledger.add(new HostLedgerEntry(at, 12.5, "web-001", "web-001", WorkKind.INSTALL, "op:1", Phase.START, at, null,
        null));
    StringWriter lines = new StringWriter();
    ledger.writeJsonLines(lines);
    assertThat(lines).hasToString("{\"wall\":\"2026-01-02T03:04:05Z\",\"sim\":12.5,\"host\":\"web-001\","
        + "\"serverId\":\"web-001\",\"kind\":\"install\",\"operationId\":\"op:1\",\"phase\":\"start\","
        + "\"start\":\"2026-01-02T03:04:05Z\",\"end\":null,\"exit\":null}\n");
  }
}
