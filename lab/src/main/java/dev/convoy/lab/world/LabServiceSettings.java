package dev.convoy.lab.world;

import dev.convoy.lab.run.LabService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the services have to know of this world, with the durations of a real one divided by the lab's speed. */
final class LabServiceSettings {

  private static final Duration SHORTEST = Duration.ofMillis(200);
  /** Whatever is given up after a time is given this much of the wall clock: the machine may be slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int servers;
  private final double speed;
  private final LabSecrets secrets;

  /**
   * @param servers size of the fleet
   * @param speed simulated seconds per wall second
   */
  LabServiceSettings(int servers, double speed, LabSecrets secrets) {
    this.servers = servers;
    this.speed = speed;
    this.secrets = secrets;
  }

  Map<String, String> of(LabService service) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("convoy.speed", String.valueOf(speed));
    settings.put("convoy.tick", SHORTEST.toMillis() + "ms");
    settings.put("convoy.partitions", "4");
    settings.put("convoy.replication-factor", "1");
    settings.put("convoy.aws.absence-after", shortened(Duration.ofSeconds(180)));
    settings.put("convoy.aws.poll-interval", shortened(Duration.ofSeconds(20)));
    settings.put("convoy.aws.batch-wait", shortened(Duration.ofSeconds(10)));
    settings.put("convoy.aws.throttle-pause", shortened(Duration.ofSeconds(1)));
    settings.put("convoy.aws.reads-per-second", "50");
    settings.put("convoy.aws.changes-per-second", "50");
    settings.putAll(switch (service) {
      case INVENTORY -> inventory();
      case AGENT -> agent();
      case REPLICATION -> replication();
      case LAUNCH -> launch();
      case VALIDATION -> Map.of(
          "convoy.validation.test-within", shortened(Duration.ofMinutes(45), PATIENCE),
          "convoy.validation.profile.within", shortened(Duration.ofMinutes(1)));
    });
    return settings;
  }

  private Map<String, String> inventory() {
    return Map.of(
        "convoy.inventory.soak", shortened(Duration.ofMinutes(2)),
        "convoy.inventory.replication-quota", String.valueOf(Math.max(150, servers)));
  }

  private Map<String, String> agent() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("convoy.credentials.linux.type", "ssh-key");
    settings.put("convoy.credentials.linux.user", "migrate");
    settings.put("convoy.credentials.linux.key", "file:" + secrets.sshKey());
    settings.put("convoy.credentials.windows.type", "winrm");
    settings.put("convoy.credentials.windows.user", "Administrator");
    settings.put("convoy.credentials.windows.password", "file:" + secrets.windowsPassword());
    settings.put("convoy.credentials.windows.scheme", "basic");
    settings.put("convoy.credentials.windows.https", "false");
    settings.put("convoy.winrm.allow-basic-over-http", "true");
    settings.put("convoy.agent.poll-interval", shortened(Duration.ofSeconds(30)));
    settings.put("convoy.agent.retry-first", shortened(Duration.ofSeconds(60)));
    settings.put("convoy.agent.remove-within", shortened(Duration.ofHours(1), PATIENCE));
    settings.put("convoy.agent.post-launch.lab-note.linux.text", "logger launched by Convoy");
    settings.put("convoy.agent.post-launch.lab-note.windows.text", "Write-Output 'launched by Convoy'");
    settings.put("convoy.agent.break-glass.password", "file:" + secrets.windowsPassword());
    settings.put("convoy.agent.break-glass.authorized-key",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJExampleExampleExampleExample lab@example.com");
    runbook(settings, "stop-writes", "writes stopped");
    runbook(settings, "start-writes", "writes resumed");
    settings.put("logging.level.org.apache.cxf", "ERROR");
    return settings;
  }

  /** The hosts of the lab play the effect of a runbook; its text is what a person would write for such a host. */
  private static void runbook(Map<String, String> settings, String name, String evidence) {
    var prefix = "convoy.agent.runbooks." + name;
    settings.put(prefix + ".linux.program", "systemctl stop lab-application");
    settings.put(prefix + ".linux.check", "echo " + evidence);
    settings.put(prefix + ".windows.program", "Stop-Service LabApplication");
    settings.put(prefix + ".windows.check", "'" + evidence + "'");
  }

  private Map<String, String> replication() {
    return Map.of(
        "convoy.replication.stalled-within", shortened(Duration.ofMinutes(30), PATIENCE.dividedBy(2)),
        "convoy.replication.max-replicating-servers", String.valueOf(Math.max(150, servers)),
        "convoy.replication.check-every", shortened(Duration.ofMinutes(15), Duration.ofSeconds(5)),
        "convoy.replication.retries.first", shortened(Duration.ofSeconds(60)));
  }

  private Map<String, String> launch() {
    return Map.of(
        "convoy.launch.retries.first", shortened(Duration.ofSeconds(60)),
        "convoy.launch.former-ttl-wait", shortened(Duration.ofHours(1)),
        "convoy.launch.slots.linger", shortened(Duration.ofSeconds(5)));
  }

  /** For agent-service when sources are shut down. */
  Map<String, String> shutdown(Path conf) {
    return PowerSwitch.settings(conf, shortened(Duration.ofMinutes(10), PATIENCE), shortened(Duration.ofSeconds(30)),
        shortened(Duration.ofMinutes(5)));
  }

  private String shortened(Duration simulated) {
    return shortened(simulated, SHORTEST);
  }

  private String shortened(Duration simulated, Duration shortest) {
    long millis = (long) (simulated.toMillis() / speed);
    return Math.max(millis, shortest.toMillis()) + "ms";
  }
}
