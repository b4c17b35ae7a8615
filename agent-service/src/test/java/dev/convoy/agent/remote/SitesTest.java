package dev.convoy.agent.remote;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SitesTest {

  private static final Credentials CREDENTIALS = new Credentials(Map.of(
      "bastion", new CredentialSettings("ssh-password", "jump", null, null, "env:WORD", null, null, null),
      "windows", new CredentialSettings("winrm", "Administrator", null, null, "env:WORD", null, null, null)),
      Map.of("WORD", "not-a-real-secret"));

  private static Sites sites(@Nullable String address, @Nullable Integer port, @Nullable String credential) {
    return new Sites(Map.of("dmz", new SiteSettings(new SiteSettings.Jump(address, port, "SHA256:x", credential)),
        "office", new SiteSettings(null)), CREDENTIALS);
  }

  @Test
  void aSiteWithAJumpHostIsEnteredThroughIt() throws PushFailure {
    var hop = Objects.requireNonNull(sites("bastion.example", null, "bastion").hop("db-001", "dmz"));
    assertThat(hop.target().address()).isEqualTo("bastion.example");
    assertThat(hop.target().port()).isEqualTo(22);
    assertThat(hop.target().serverId()).isEqualTo("db-001");
    assertThat(hop.credential().user()).isEqualTo("jump");
    assertThat(hop).as("shows no secret").asString().doesNotContain("not-a-real-secret");
  }

  @Test
  void otherSitesAreReachedDirectly() throws PushFailure {
    var sites = sites("bastion.example", 2222, "bastion");
    assertThat(sites.hop("db-001", "office")).isNull();
    assertThat(sites.hop("db-001", "elsewhere")).isNull();
  }

  @ParameterizedTest
  @CsvSource({", 22, bastion, address", "bastion.example, 22, , credential", "bastion.example, 22, nobody, credential",
      "bastion.example, 22, windows, credential", "bastion.example, 70000, bastion, port", "'a b', 22, bastion, address"})
  void whatIsWrongIsNamedAtTheStart(
      @Nullable String address, @Nullable Integer port, @Nullable String credential, String named) {
    assertThatThrownBy(() -> sites(address, port, credential)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[CVY-2003] convoy.sites.dmz.jump.").hasMessageContaining(named);
  }
}
