package dev.convoy.agent.config;

import dev.convoy.agent.host.InstallerSource;
import dev.convoy.agent.install.InstallerWays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InstallerSettingsTest {

  private static InstallerWays ways(Map<String, String> properties) {
    return settings(properties).ways();
  }

  private static InstallerSettings settings(Map<String, String> properties) {
    var prefixed = new HashMap<String, String>();
    properties.forEach((name, value) -> prefixed.put("convoy.agent.installer-" + name, value));
    return new Binder(new MapConfigurationPropertySource(prefixed))
        .bindOrCreate("convoy.agent", InstallerSettings.class);
  }

  @Test
  void whatIsPushedComesFromAwsAMirrorOrTheFolderAlone() {
    assertThat(settings(Map.of()).pushFrom()).contains(new InstallerSource.Aws());
    assertThat(settings(Map.of("push-from", "https://mirror.example/mgn")).pushFrom())
        .contains(new InstallerSource.Mirror("https://mirror.example/mgn"));
    assertThat(settings(Map.of("push-from", "cache")).pushFrom()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> settings(Map.of("push-from", "push")).pushFrom())
        .withMessageContainingAll("[CVY-2323]", "convoy.agent.installer-push-from");
  }

  @Test
  void withoutSettingsItComesFromTheBucketWithTheRole() {
    assertThat(ways(Map.of())).isEqualTo(InstallerWays.USUAL);
  }

  @Test
  void aSiteHasItsOwnWayAndTheUsualOneInWhatItDoesNotSay() {
    var ways = ways(Map.of("source", "https://mirror.example/mgn/", "proxy", "http://proxy.example:3128/",
        "sites.dmz.credentials", "instance-profile", "sites.dmz.source-windows", "aws", "sites.ec2.proxy", ""));
    var mirror = new InstallerSource.Mirror("https://mirror.example/mgn");
    assertThat(ways.of("other")).isEqualTo(new InstallerWays.Way(mirror, mirror, false, "http://proxy.example:3128/"));
    assertThat(ways.of("dmz")).isEqualTo(
        new InstallerWays.Way(mirror, new InstallerSource.Aws(), true, "http://proxy.example:3128/"));
    assertThat(ways.of("ec2")).isEqualTo(new InstallerWays.Way(mirror, mirror, false, ""));
  }

  @Test
  void whatIsPushedNeedsAFolder() {
    var push = Map.of("sites.bunker.source", "push", "sites.bunker.source-windows", "https://mirror.example/mgn",
        "cache", "/var/cache/convoy");
    assertThat(ways(push).of("bunker").linux()).isEqualTo(new InstallerSource.Pushed());
    assertThat(ways(push).push()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> ways(Map.of("source", "push", "source-windows", "aws")))
        .withMessageContaining("[CVY-2323]").withMessageContaining("convoy.agent.installer-cache");
    assertThatIllegalArgumentException().isThrownBy(() -> ways(Map.of("sites.bunker.source-windows", "push")))
        .withMessageContaining("[CVY-2323]").withMessageContaining("convoy.agent.installer-cache");
  }

  @Test
  void whatIsPushedToLinuxIsPushedToWindowsWhereNothingElseIsSaid() {
    var pushed = new InstallerSource.Pushed();
    assertThat(ways(Map.of("source", "push", "cache", "/var/cache/convoy")).usual())
        .isEqualTo(new InstallerWays.Way(pushed, pushed, false, ""));
    assertThat(ways(Map.of("source-windows", "push", "cache", "/var/cache/convoy")).usual())
        .isEqualTo(new InstallerWays.Way(new InstallerSource.Aws(), pushed, false, ""));
  }

  @Test
  void tagsAndDisksAreRead() {
    var ways = ways(Map.of("tags.project", "exit", "devices.web-014", "/dev/sda, /dev/nvme0n1"));
    assertThat(ways.tags()).containsExactly(Map.entry("project", "exit"));
    assertThat(ways.devices()).containsExactly(Map.entry("web-014", List.of("/dev/sda", "/dev/nvme0n1")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      source                | http://mirror.example/mgn
      source                | https://mirror.example/$(id)
      source-windows        | https://user@mirror.example/
      credentials           | keys
      proxy                 | https://user:word@proxy.example:3128/
      proxy                 | https://proxy.example:3128
      tags.project          | a;b
      tags[aws:x]           | y
      devices.web-014       | /dev/sda;reboot
      devices.web-014       | sda
      sites.dmz.source      | ftp://mirror.example
      sites.dmz.credentials | none
      """)
  void whatCouldMeanAnythingElseIsRefusedByItsName(String property, String value) {
    assertThatIllegalArgumentException().isThrownBy(() -> ways(Map.of(property, value)))
        .withMessageContaining("[CVY-2323]")
        .withMessageContaining("convoy.agent.installer-" + (property.startsWith("tags") ? "tags" : property));
  }
}
