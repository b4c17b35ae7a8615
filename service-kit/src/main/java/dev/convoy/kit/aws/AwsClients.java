package dev.convoy.kit.aws;

import dev.convoy.kit.worker.LastLook;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * AWS clients by account and region. Reads are retried by the SDK; calls that change something never are, because only
 * an observation may decide whether they are repeated. In an account that is only observed no client lets anything but
 * reads pass.
 */
public final class AwsClients implements AutoCloseable {

  /** Route 53 takes five requests a second of an account, in all regions together: its share of what is set for others. */
  private static final double ZONE_READS = 0.6;
  private static final double ZONE_CHANGES = 0.5;

  private final AwsSettings settings;
  private final PlannedCalls planned;
  private final SdkHttpClient http;
  private final Map<AccountKey, Account> accounts = new ConcurrentHashMap<>();
  private final Map<AccountKey, AwsCredentialsProvider> others = new ConcurrentHashMap<>();
  /** By account alone: whichever region's servers the names are of, and by whichever role. */
  private final Map<String, Pace> zoneReads = new ConcurrentHashMap<>();
  private final Map<String, Pace> zoneWrites = new ConcurrentHashMap<>();

  public AwsClients(AwsSettings settings) {
    this(settings, new PlannedCalls(Clock.systemUTC()));
  }

  /** @param planned takes what is not called in accounts that are only observed */
  public AwsClients(AwsSettings settings, PlannedCalls planned) {
    this.settings = settings;
    this.planned = planned;
    this.http = ApacheHttpClient.builder().maxConnections(100).build();
  }

  /** For calls that change nothing. */
  public MgnClient mgnReader(AccountKey account) {
    return of(account).mgnReader;
  }

  /** For calls that change something. */
  public MgnClient mgnWriter(AccountKey account) {
    return of(account).mgnWriter;
  }

  /** For calls that change nothing. */
  public Ec2Client ec2Reader(AccountKey account) {
    return of(account).ec2Reader;
  }

  /** For calls that change something. */
  public Ec2Client ec2Writer(AccountKey account) {
    return of(account).ec2Writer;
  }

  /** Who the services are in the account; nothing is changed through it. */
  public StsClient stsReader(AccountKey account) {
    return of(account).stsReader;
  }

  /** What may be used at all; nothing is changed through it. */
  public ServiceQuotasClient quotasReader(AccountKey account) {
    return of(account).quotasReader;
  }

  /** Keys; nothing is changed through it. */
  public KmsClient kmsReader(AccountKey account) {
    return of(account).kmsReader;
  }

  /** Hosted zones, which are global in a partition; for calls that change nothing. */
  public Route53Client route53Reader(AccountKey account) {
    return of(account).route53Reader;
  }

  /** Hosted zones; for calls that change something. */
  public Route53Client route53Writer(AccountKey account) {
    return of(account).route53Writer;
  }

  /** Roles and instance profiles, which are global in a partition; nothing is changed through it. */
  public IamClient iamReader(AccountKey account) {
    return of(account).iamReader;
  }

  /** Short-lived credentials of a role, with the credentials of the process. */
  public StsClient sts(String region) {
    return configure(StsClient.builder(), new AccountKey("", region, null), DefaultCredentialsProvider.builder().build(), true, null);
  }

  /**
   * A client of another service, which its caller keeps and closes; nothing is changed through it.
   *
   * @param <B> its builder
   * @param <C> the client
   */
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C reader(B builder, AccountKey account) {
    return configure(builder, account, others.computeIfAbsent(account, this::credentials), true,
        new Paced(new Pace(settings.readsPerSecond()), false));
  }

  private Account of(AccountKey key) {
    return accounts.computeIfAbsent(key, this::open);
  }

  private Account open(AccountKey key) {
    var credentials = credentials(key);
    var reads = new Paced(new Pace(settings.readsPerSecond()), false);
    var changes = new Paced(new Pace(settings.changesPerSecond()), true);
    var zones = new Paced(zoneReads.computeIfAbsent(key.account(), id -> Pace.strict(settings.readsPerSecond() * ZONE_READS)), false);
    var changed = zoneWrites.computeIfAbsent(key.account(), id -> Pace.strict(settings.changesPerSecond() * ZONE_CHANGES));
    var zoneChanges = new Paced(changed, true);
    return new Account(
        credentials,
        configure(MgnClient.builder(), key, credentials, true, reads),
        configure(MgnClient.builder(), key, credentials, false, changes),
        configure(Ec2Client.builder(), key, credentials, true, reads),
        configure(Ec2Client.builder(), key, credentials, false, changes),
        configure(StsClient.builder(), key, credentials, true, reads),
        configure(ServiceQuotasClient.builder(), key, credentials, true, reads),
        configure(KmsClient.builder(), key, credentials, true, reads),
        configure(IamClient.builder(), key, globalRegion(key.region()), credentials, true, reads),
        configure(Route53Client.builder(), key, globalRegion(key.region()), credentials, true, zones),
        configure(Route53Client.builder(), key, globalRegion(key.region()), credentials, false, zoneChanges));
  }

  private static String globalRegion(String region) {
    var partition = region.startsWith("cn-") ? Region.AWS_CN_GLOBAL
        : region.startsWith("us-gov-") ? Region.AWS_US_GOV_GLOBAL : Region.AWS_GLOBAL;
    return partition.id();
  }

  private AwsCredentialsProvider credentials(AccountKey key) {
    var role = key.roleArn();
    if (role == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts(key.region()))
        .refreshRequest(AssumeRoleRequest.builder().roleArn(role).roleSessionName("convoy").build())
        .build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C configure(
      B builder, AccountKey account, AwsCredentialsProvider credentials, boolean retried, @Nullable Paced pace) {
    return configure(builder, account, account.region(), credentials, retried, pace);
  }

  /** @param region where the service is: a global one is elsewhere than the account's servers */
  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C configure(
      B builder, AccountKey account, String region, AwsCredentialsProvider credentials, boolean retried,
      @Nullable Paced pace) {
    var override = ClientOverrideConfiguration.builder()
        .apiCallTimeout(settings.callTimeout())
        .retryStrategy(retried ? retries() : AwsRetryStrategy.doNotRetry());
    if (settings.observes(account)) {
      override.addExecutionInterceptor(new Observing(account, planned));
    }
    if (pace != null) {
      override.addExecutionInterceptor(pace);
    }
    builder.region(Region.of(region)).credentialsProvider(credentials).httpClient(http)
        .overrideConfiguration(override.build());
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
  }

  /**
   * Every attempt waits for its turn anyway, so that the SDK's breaker is not needed: while one operation is throttled, it
   * would end the retries of all others at once.
   */
  private RetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder().circuitBreakerEnabled(false).maxAttempts(4)
        .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(
            settings.throttlePause(), settings.throttlePause().multipliedBy(20)))
        .build();
  }

  @Override
  public void close() {
    accounts.values().forEach(Account::close);
    others.values().forEach(AwsClients::close);
    http.close();
  }

  private static void close(AwsCredentialsProvider credentials) {
    if (credentials instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("credentials provider did not close", e);
      }
    }
  }

  private record Account(
      AwsCredentialsProvider credentials, MgnClient mgnReader, MgnClient mgnWriter, Ec2Client ec2Reader,
      Ec2Client ec2Writer, StsClient stsReader, ServiceQuotasClient quotasReader, KmsClient kmsReader, IamClient iamReader,
      Route53Client route53Reader, Route53Client route53Writer) {
    void close() {
      stsReader.close();
      quotasReader.close();
      kmsReader.close();
      iamReader.close();
      route53Reader.close();
      route53Writer.close();
      mgnReader.close();
      mgnWriter.close();
      ec2Reader.close();
      ec2Writer.close();
      AwsClients.close(credentials);
    }
  }

  /** Holds each attempt of a call back until its turn; one that changes something may be refused then. */
  private record Paced(Pace pace, boolean changes) implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
      try {
        pace.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw software.amazon.awssdk.core.exception.AbortedException.create("interrupted while waiting for its turn");
      }
      if (changes && !LastLook.permits()) {
        throw NotSentException.withoutRight();
      }
    }
  }
}
