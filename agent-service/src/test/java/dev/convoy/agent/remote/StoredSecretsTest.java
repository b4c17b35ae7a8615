package dev.convoy.agent.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Secrets of credentials that are kept in Secrets Manager: how they are named, for how long they are used, what fails. */
class StoredSecretsTest {

  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:convoy/linux-AbCdEf";
  private static final StoredSecret LINUX = new StoredSecret("convoy/linux", "AWSCURRENT", "eu-central-1", null);
  private static final String CANARY = "canary-4711-0815";

  private final FakeSecretStore store = new FakeSecretStore();
  private final AtomicLong nanos = new AtomicLong();
  private final KeptSecrets kept = new KeptSecrets(store, Duration.ofMinutes(5), nanos::get);

  private SecretReferences references(@Nullable String region, @Nullable String role) {
    return new SecretReferences(Map.of(), kept, region, role);
  }

  private Credentials credentials(String password) {
    return new Credentials(Map.of("linux", new CredentialSettings("ssh-password", "migrate", null, null, password, null,
        null, null)), references("eu-central-1", null));
  }

  private static String password(Credentials credentials) throws PushFailure {
    return ((Credential.SshPassword) credentials.resolve("db-001", "linux")).password();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private StoredSecret parsed(String text) {
    return ((SecretReference.InSecretsManager) references("eu-central-1", "arn:aws:iam::111122223333:role/ConvoySecrets")
        .parse(text)).secret();
  }

  @Test
  void aReferenceSaysAsLittleAsItCan() {
    assertThat(parsed("aws-secrets-manager:convoy/linux")).isEqualTo(new StoredSecret("convoy/linux", "AWSCURRENT",
        "eu-central-1", "arn:aws:iam::111122223333:role/ConvoySecrets"));
    assertThat(parsed("aws-secrets-manager:" + ARN)).extracting(StoredSecret::region).isEqualTo("eu-west-1");
    assertThat(parsed("aws-secrets-manager:" + ARN
        + "?version-stage=AWSPREVIOUS&region=us-east-1&role-arn=arn:aws:iam::444455556666:role/R"))
        .isEqualTo(new StoredSecret(ARN, "AWSPREVIOUS", "us-east-1", "arn:aws:iam::444455556666:role/R"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-secrets-manager:", "aws-secrets-manager:a b", "aws-secrets-manager:x?json-key=",
      "aws-secrets-manager:x?" + CANARY, "aws-secrets-manager:x?password=" + CANARY, CANARY, "aws-secret:" + CANARY})
  void whatIsNoReferenceIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> credentials(text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[CVY-2001] convoy.credentials.linux.password ").hasMessageNotContaining(CANARY);
  }

  @Test
  void anyNumberOfHostsAskOnceUntilItIsOld() throws Exception {
    store.holding(LINUX, "first");
    var credentials = credentials("aws-secrets-manager:convoy/linux");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        all.add(threads.submit(() -> password(credentials)));
      }
      for (var each : all) {
        assertThat(each.get()).isEqualTo("first");
      }
    }
    assertThat(store.asked()).isEqualTo(1);

    store.holding(LINUX, "second");
    pass(Duration.ofMinutes(4));
    assertThat(password(credentials)).isEqualTo("first");
    pass(Duration.ofMinutes(2));
    assertThat(password(credentials)).isEqualTo("second");
    assertThat(store.asked()).isEqualTo(2);
  }

  @Test
  void aValueOfAJsonObjectIsFoundByItsKeyAndAllValuesByOneCall() throws Exception {
    store.holding(LINUX, "{\"password\":\"from-json\",\"sudo\":\"from-json-too\"}");
    var credentials = new Credentials(Map.of("linux", new CredentialSettings("ssh-password", "migrate", null, null,
        "aws-secrets-manager:convoy/linux?json-key=password", "aws-secrets-manager:convoy/linux?json-key=sudo", null, null)),
        references("eu-central-1", null));
    assertThat(credentials.resolve("db-001", "linux"))
        .isEqualTo(new Credential.SshPassword("migrate", "from-json", "from-json-too"));
    assertThat(store.asked()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {CANARY, "{\"password\":\"" + CANARY, "{\"other\":\"" + CANARY + "\"}", "[\"" + CANARY + "\"]",
      "{\"password\":{\"deeper\":\"" + CANARY + "\"}}"})
  void whatAJsonKeyDoesNotFindIsTypedAndNotQuoted(String text) throws Exception {
    store.holding(LINUX, "{\"password\":\"good\"}");
    var credentials = credentials("aws-secrets-manager:convoy/linux?json-key=password");
    store.holding(LINUX, text);
    pass(Duration.ofMinutes(6));
    var failure = catchThrowableOfType(PushFailure.class, () -> password(credentials));
    assertThat(failure.kind()).isEqualTo(PushFailure.Kind.SECRET_UNUSABLE);
    assertThat(failure).hasMessageStartingWith("[CVY-2132] db-001: convoy.credentials.linux.password ").hasNoCause()
        .hasMessageNotContaining(CANARY);
    assertThat(failure.remedy()).contains("json-key");
  }

  @Test
  void aStoreThatIsOutDoesNotStopTheStartAndIsNotAskedByEachOfAThousand() throws Exception {
    store.holding(LINUX, "first").out(true);
    var credentials = credentials("aws-secrets-manager:convoy/linux");
    for (int i = 0; i < 1000; i++) {
      var failure = catchThrowableOfType(PushFailure.class, () -> password(credentials));
      assertThat(failure.code()).isEqualTo("CVY-2130");
      assertThat(failure.kind().retriable()).isTrue();
    }
    assertThat(store.asked()).isEqualTo(1);
    store.out(false);
    pass(KeptSecrets.SHORTLY);
    assertThat(password(credentials)).isEqualTo("first");
  }

  @Test
  void oneThatIsNotThereStopsTheStart() {
    assertThatThrownBy(() -> credentials("aws-secrets-manager:convoy/linux"))
        .hasMessageStartingWith("[CVY-2001] convoy.credentials.linux.password refers to the secret convoy/linux");
  }

  @Test
  void whatIsRefusedIsAskedForAnewAndOnlyAnotherSecretIsTriedAgain() throws Exception {
    store.holding(LINUX, "first");
    var credentials = credentials("aws-secrets-manager:convoy/linux");
    var refused = credentials.resolve("db-001", "linux");
    assertThat(credentials.renewed("db-001", "linux", refused)).as("asked for just now").isNull();
    assertThat(store.asked()).isEqualTo(1);

    pass(Duration.ofMinutes(1));
    assertThat(credentials.renewed("db-001", "linux", refused)).as("still the same").isNull();
    assertThat(store.asked()).isEqualTo(2);

    store.holding(LINUX, "rotated");
    pass(Duration.ofMinutes(1));
    assertThat(credentials.renewed("db-001", "linux", refused))
        .isEqualTo(new Credential.SshPassword("migrate", "rotated", null));
    assertThat(password(credentials)).isEqualTo("rotated");
  }
}
