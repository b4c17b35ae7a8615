package dev.convoy.agent.remote;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What every store of secrets has to hold. */
public abstract class SecretStoreContract {

  protected static final String REGION = "eu-central-1";
  private static final String TEXT = "{\"user\":\"migrate\",\"password\":\"canary-4711-äöü\"}";

  protected abstract SecretStore store();

  /** Puts a text under a stage; empty = bytes, no text. */
  protected abstract void put(String id, String stage, String text);

  /** From now on it cannot be asked, or can be again. */
  protected abstract void out(boolean now);

  protected static StoredSecret secret(String id, String stage) {
    return new StoredSecret(id, stage, REGION, null);
  }

  protected SecretFailure failure(StoredSecret secret) {
    return catchThrowableOfType(SecretFailure.class, () -> store().text(secret));
  }

  @Test
  void aTextComesAsItWasPutThereWhateverItsCharacters() throws Exception {
    put("convoy/linux", "AWSCURRENT", TEXT);
    assertThat(store().text(secret("convoy/linux", "AWSCURRENT"))).isEqualTo(TEXT);
    String key = "-----BEGIN X-----\nline one\r\nline two\n-----END X-----\n";
    put("convoy/key", "AWSCURRENT", key);
    assertThat(store().text(secret("convoy/key", "AWSCURRENT"))).isEqualTo(key);
  }

  @Test
  void eachStageHasItsOwnText() throws Exception {
    put("convoy/linux", "AWSPREVIOUS", "before");
    put("convoy/linux", "AWSCURRENT", "now");
    assertThat(store().text(secret("convoy/linux", "AWSPREVIOUS"))).isEqualTo("before");
    assertThat(store().text(secret("convoy/linux", "AWSCURRENT"))).isEqualTo("now");
    put("convoy/linux", "AWSCURRENT", "rotated");
    assertThat(store().text(secret("convoy/linux", "AWSCURRENT"))).isEqualTo("rotated");
  }

  @Test
  void whatIsNotThereIsRefusedForGoodAndNamed() {
    put("convoy/linux", "AWSCURRENT", TEXT);
    assertThat(failure(secret("convoy/other", "AWSCURRENT"))).satisfies(refused -> {
      assertThat(refused.kind()).isEqualTo(PushFailure.Kind.SECRET_REFUSED);
      assertThat(refused.kind().retriable()).isFalse();
      assertThat(refused).hasMessageContaining("convoy/other").hasNoCause();
    });
    assertThat(failure(secret("convoy/linux", "blue")).kind()).isEqualTo(PushFailure.Kind.SECRET_REFUSED);
  }

  @Test
  void bytesAreNoText() {
    put("convoy/bytes", "AWSCURRENT", "");
    assertThat(failure(secret("convoy/bytes", "AWSCURRENT")).kind()).isEqualTo(PushFailure.Kind.SECRET_UNUSABLE);
  }

  @Test
  void oneThatCannotBeAskedNowIsAskedAgainLater() throws Exception {
    put("convoy/linux", "AWSCURRENT", TEXT);
    out(true);
    assertThat(failure(secret("convoy/linux", "AWSCURRENT"))).satisfies(passing -> {
      assertThat(passing.kind()).isEqualTo(PushFailure.Kind.SECRET_UNREACHABLE);
      assertThat(passing.kind().retriable()).isTrue();
      assertThat(passing).hasNoCause();
    });
    out(false);
    assertThat(store().text(secret("convoy/linux", "AWSCURRENT"))).isEqualTo(TEXT);
  }
}
