package dev.convoy.agent.adapter.aws;

import dev.convoy.agent.remote.PushFailure.Kind;
import dev.convoy.agent.remote.SecretFailure;
import dev.convoy.agent.remote.SecretStore;
import dev.convoy.agent.remote.StoredSecret;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** AWS Secrets Manager. No text of AWS is passed on: what cannot be read may be quoted in it. */
public final class SecretsManagerStore implements SecretStore, AutoCloseable {

  private record Entry(String region, @Nullable String roleArn) {}

  private final AwsClients clients;
  private final Duration timeout;
  private final Map<Entry, SecretsManagerClient> open = new ConcurrentHashMap<>();

  /** @param timeout most time for one call with its retries */
  public SecretsManagerStore(AwsClients clients, Duration timeout) {
    this.clients = clients;
    this.timeout = timeout;
  }

  @Override
  public String text(StoredSecret secret) throws SecretFailure {
    String text;
    try {
      text = AwsCalls.read(() -> client(secret).getSecretValue(request -> request.secretId(secret.id())
          .versionStage(secret.versionStage()).overrideConfiguration(call -> call.apiCallTimeout(timeout))))
          .secretString();
    } catch (UnreachableException e) {
      throw failure(secret, Kind.SECRET_UNREACHABLE, "cannot be asked for now (" + why(e) + ")",
          Kind.SECRET_UNREACHABLE.remedy());
    } catch (AwsServiceException e) {
      throw refused(secret, code(e));
    }
    if (text == null || text.isEmpty()) {
      throw failure(secret, Kind.SECRET_UNUSABLE, "holds no text", Kind.SECRET_UNUSABLE.remedy());
    }
    return text;
  }

  @Override
  public void close() {
    open.values().forEach(SecretsManagerClient::close);
  }

  private SecretsManagerClient client(StoredSecret secret) {
    return open.computeIfAbsent(new Entry(secret.region(), secret.roleArn()), entry ->
        clients.reader(SecretsManagerClient.builder(), new AccountKey("", entry.region(), entry.roleArn())));
  }

  private static SecretFailure refused(StoredSecret secret, String code) {
    return switch (code) {
      case "ResourceNotFoundException" -> failure(secret, Kind.SECRET_REFUSED,
          "is not there with the stage " + secret.versionStage(), "correct name, region and version-stage of the reference");
      case "InvalidRequestException" -> failure(secret, Kind.SECRET_REFUSED, "is marked for deletion or has no value yet",
          "restore the secret, or give it a value");
      case "DecryptionFailure" -> failure(secret, Kind.SECRET_REFUSED, "cannot be decrypted",
          "look at the KMS key of the secret, and allow kms:Decrypt on it");
      default -> failure(secret, Kind.SECRET_REFUSED, "may not be read (" + code + ")",
          secret.roleArn() == null ? Kind.SECRET_REFUSED.remedy()
              : "allow the role to be assumed, and it secretsmanager:GetSecretValue on the secret");
    };
  }

  private static SecretFailure failure(StoredSecret secret, Kind kind, String what, String remedy) {
    return new SecretFailure(kind, "refers to the secret " + secret.id() + " of Secrets Manager in " + secret.region()
        + ", which " + what, remedy);
  }

  /** The kind of what was thrown first, without its text. */
  private static String why(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof AwsServiceException e ? code(e) : root.getClass().getSimpleName();
  }

  /** AWS's code, if it is one. */
  private static String code(AwsServiceException e) {
    String code = AwsCalls.code(e);
    return code.matches("[A-Za-z]{1,60}") ? code : "HTTP " + e.statusCode();
  }
}
