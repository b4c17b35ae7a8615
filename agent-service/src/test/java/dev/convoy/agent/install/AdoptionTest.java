package dev.convoy.agent.install;

import dev.convoy.agent.host.AgentOnHost;
import dev.convoy.agent.host.AgentOnHost.Product;
import dev.convoy.agent.install.KnownSourceServers.Listed;
import dev.convoy.kit.aws.AccountKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdoptionTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final String ID = "s-11111111111111111";
  private static final String OTHER = "s-22222222222222222";

  private final Map<String, Listed> listings = new HashMap<>();

  private void mgnLists(String id, String userProvidedId, String hostname, boolean connected) {
    listings.put(id, new Listed(id, userProvidedId, hostname, connected));
  }

  private Adoption of(Product product, boolean running, String... ids) {
    return Adoption.of(new AgentOnHost(product, running, List.of(ids), "Web-1.corp.example"), "web-1", ACCOUNT,
        new FakeSourceServers(Map.of(), listings));
  }

  private void isRefused(Adoption adoption, String code, String... words) {
    assertThat(adoption).isInstanceOfSatisfying(Adoption.Refuse.class, refused -> {
      assertThat(refused.failure().code()).isEqualTo(code);
      assertThat(refused.failure().message()).contains(words);
      assertThat(refused.failure().remedy()).isNotBlank();
      assertThat(refused.failure().permanent()).isTrue();
    });
  }

  @Test
  void withoutAnAgentItIsInstalled() {
    assertThat(of(Product.NONE, false)).isEqualTo(new Adoption.Install());
  }

  @Test
  void oneThatRunsForThisServerIsAdopted() {
    mgnLists(ID, "web-1", "another-name", true);
    assertThat(of(Product.MGN, true, ID)).isEqualTo(new Adoption.Adopt(ID));
  }

  @Test
  void oneThatWasGivenNoIdIsAdoptedByTheNameOfItsHost() {
    mgnLists(ID, "", "web-1", true);
    assertThat(of(Product.MGN, true, ID)).isEqualTo(new Adoption.Adopt(ID));
  }

  @Test
  void oneThatIsNotWellIsInstalledOver() {
    mgnLists(ID, "web-1", "web-1", true);
    assertThat(of(Product.MGN, false, ID)).as("does not run").isEqualTo(new Adoption.Install());
    mgnLists(ID, "web-1", "web-1", false);
    assertThat(of(Product.MGN, true, ID)).as("MGN has cut it off").isEqualTo(new Adoption.Install());
  }

  @Test
  void oneThatMgnDoesNotListInTheAccountIsLeftAlone() {
    isRefused(of(Product.MGN, true, ID), "CVY-2224", ID, "111122223333", "eu-central-1");
    isRefused(of(Product.MGN, false, ID), "CVY-2224", ID);
  }

  @Test
  void oneOfACopiedHostIsLeftAloneThoughTheNamesAreThoseOfItsOriginal() {
    mgnLists(ID, "web-7", "web-1", true);
    isRefused(of(Product.MGN, true, ID), "CVY-2321", ID, "web-7");
    mgnLists(ID, "", "web-9", true);
    isRefused(of(Product.MGN, true, ID), "CVY-2321", ID, "web-9");
  }

  @Test
  void anEarlierSourceServerInItsLogDoesNotHinder() {
    mgnLists(ID, "web-1", "web-1", true);
    mgnLists(OTHER, "web-1", "web-1", false);
    assertThat(of(Product.MGN, true, OTHER, ID)).isEqualTo(new Adoption.Adopt(ID));
    mgnLists(OTHER, "web-1", "web-1", true);
    isRefused(of(Product.MGN, true, OTHER, ID), "CVY-2311", ID, OTHER);
  }

  @Test
  void oneThatSpeaksOfNoneIsAdoptedIfMgnKnowsTheServerByItsId() {
    assertThat(of(Product.MGN, true)).isEqualTo(new Adoption.Install());
    mgnLists(ID, "web-1", "web-1", true);
    assertThat(of(Product.MGN, true)).isEqualTo(new Adoption.Adopt(ID));
    assertThat(of(Product.MGN, false)).isEqualTo(new Adoption.Install());
    mgnLists(ID, "web-1", "rebuilt-since", true);
    assertThat(of(Product.MGN, true)).isEqualTo(new Adoption.Install());
  }

  @Test
  void anotherProductIsLeftAlone() {
    isRefused(of(Product.DRS, true, ID), "CVY-2215", "DRS");
    isRefused(of(Product.CLOUDENDURE, false), "CVY-2215", "CLOUDENDURE");
  }
}
