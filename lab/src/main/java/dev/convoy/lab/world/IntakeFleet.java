package dev.convoy.lab.world;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.OsFamily;
import dev.convoy.inventory.environments.EnvironmentsFile;
import dev.convoy.inventory.intake.Intake;
import dev.convoy.inventory.intake.IntakeReader;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.hosts.PlantedFault;
import dev.convoy.lab.hosts.SimulatedDisk;
import dev.convoy.lab.hosts.SimulatedHost;
import dev.convoy.lab.hosts.SourceFleet;
import dev.convoy.lab.run.LabOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Simulated hosts for the servers that an intake file declares. Rows at fault get none; the inventory names them. */
final class IntakeFleet {

  private IntakeFleet() {}

  static List<SimulatedHost> hosts(byte[] file, String name, Path environments, LabOptions options) {
    var intake = IntakeReader.read(file, name, EnvironmentsFile.load(environments));
    var hosts = new ArrayList<SimulatedHost>();
    if (intake instanceof Intake.Read read) {
      for (var declared : read.accepted()) {
        hosts.add(host(declared, hosts.size(), options));
      }
    }
    return hosts;
  }

  private static SimulatedHost host(ServerDeclared declared, int index, LabOptions options) {
    var windows = declared.getOsFamily().toLowerCase(Locale.ROOT).startsWith("win");
    var address = declared.getAddress() == null ? LabNetwork.sourceAddress(index) : declared.getAddress();
    var port = declared.getPort() == null ? port(windows, options) : declared.getPort();
    return new SimulatedHost(declared.getServerId(), declared.getName(), declared.getFqdn(),
        windows ? OsFamily.WINDOWS : OsFamily.LINUX, declared.getOsVersion(), role(declared.getTier()), address, port,
        List.of(new SimulatedDisk(windows ? "c:0" : "/dev/sda", 20L << 30)), 2, 4L << 30,
        "02:00:00:00:%02x:%02x".formatted(index >> 8 & 0xff, index & 0xff), PlantedFault.NONE);
  }

  static int port(boolean windows, LabOptions options) {
    return (windows ? SourceFleet.WINRM_PORT : SourceFleet.SSH_PORT) + options.ports().offset();
  }

  private static String role(@org.jspecify.annotations.Nullable String tier) {
    return switch (tier == null ? "" : tier.toLowerCase(Locale.ROOT)) {
      case "database", "db" -> "db";
      case "application", "app" -> "app";
      default -> "web";
    };
  }
}
