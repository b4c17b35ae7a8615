package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Credential.Scheme;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Tunnel;
import io.cloudsoft.winrm4j.client.PayloadEncryptionMode;
import io.cloudsoft.winrm4j.client.WinRmClient;
import io.cloudsoft.winrm4j.client.WinRmClientBuilder;
import io.cloudsoft.winrm4j.client.WinRmClientContext;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transport.http.HTTPConduitConfigurer;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that one way leads to: all that are reached directly, or all behind one jump host. They share one client
 * context and its connections; two zones may have hosts of the same address. The CXF bus carries the TLS settings and
 * time-outs, which winrm4j leaves out with Basic.
 */
final class WinRmZone implements AutoCloseable {

  private final WinRmSettings settings;
  private final ServerTrust trust;
  private final SSLContext tls;
  private final Bus bus;
  private final HttpClients clients;
  private final WinRmClientContext context;
  private final @Nullable Ways ways;

  /** @param ways where its connections begin; null = at the hosts themselves */
  WinRmZone(WinRmSettings settings, @Nullable Ways ways) {
    this.settings = settings;
    this.ways = ways;
    this.trust = new ServerTrust(settings.trustStore(), settings.trustStorePassword());
    this.tls = trust.context();
    this.bus = BusFactory.newInstance().createBus();
    this.clients = new HttpClients(bus, ways);
    bus.setExtension((name, address, conduit) -> configure(conduit), HTTPConduitConfigurer.class);
    this.context = WinRmClientContext.newInstance(bus);
  }

  /** What leads to a host of this zone; null = nothing is needed. To be given back by {@link #leave}. */
  @Nullable Tunnel way(HostTarget target, Deadline deadline) throws PushFailure {
    return ways == null ? null : ways.lead(target, deadline);
  }

  /** Before the first client of a session. */
  ServerTrust.Expectation enter(HostTarget target) {
    return trust.expect(target);
  }

  /** After the last client of a session. */
  void leave(ServerTrust.Expectation expectation, HostTarget target, @Nullable Tunnel tunnel) {
    trust.forget(expectation);
    if (ways != null && tunnel != null) {
      ways.giveBack(target, tunnel);
      clients.forgetEnded();
    }
  }

  /**
   * A client for one shell, whose processes see these variables.
   *
   * @param session what {@link #enter} has given: its clients share connections
   * @param tooLate true when an output that is still to come is waited for no longer
   */
  WinRmClient client(ServerTrust.Expectation session, HostTarget target, Credential.WinRmPassword credential,
      Map<String, String> environment, BooleanSupplier tooLate) {
    String url = (credential.https() ? "https://" : "http://") + target.address() + ":" + target.port() + "/wsman";
    boolean sealed = credential.scheme() == Scheme.NTLM && !credential.https();
    WinRmClientBuilder builder = WinRmClient.builder(url)
        .context(context)
        .authenticationScheme(scheme(credential.scheme()))
        .payloadEncryptionMode(sealed ? PayloadEncryptionMode.REQUIRED : PayloadEncryptionMode.OFF)
        .credentials(credential.user(), credential.password())
        .requestNewKerberosTicket(credential.scheme() == Scheme.KERBEROS)
        .environment(environment)
        .operationTimeout(settings.operationTimeout().toMillis())
        .connectionTimeout(settings.connectTimeout().toMillis())
        .connectionRequestTimeout(settings.connectTimeout().toMillis())
        .receiveTimeout(settings.receiveTimeout().toMillis())
        .retryReceiveAfterOperationTimeout(code -> !tooLate.getAsBoolean())
        .retriesForConnectionFailures(0);
    if (credential.https()) {
      builder.sslContext(tls).hostnameVerifier((host, any) -> true);
    }
    return ScopedValue.where(OneSession.BUILT_FOR, session).call(builder::build);
  }

  private static String scheme(Scheme scheme) {
    return switch (scheme) {
      case BASIC -> "Basic";
      case NTLM -> "NTLM";
      case KERBEROS -> "Kerberos";
    };
  }

  @Override
  public void close() {
    context.shutdown();
    bus.shutdown(false);
    clients.close();
  }

  private void configure(HTTPConduit conduit) {
    TLSClientParameters parameters = new TLSClientParameters();
    parameters.setSslContext(tls);
    // The name is verified with the certificate, by ServerTrust, where no pin is given.
    parameters.setDisableCNCheck(true);
    conduit.setTlsClientParameters(parameters);
    HTTPClientPolicy policy = new HTTPClientPolicy();
    policy.setConnectionTimeout(settings.connectTimeout().toMillis());
    policy.setConnectionRequestTimeout(settings.connectTimeout().toMillis());
    policy.setReceiveTimeout(settings.receiveTimeout().toMillis());
    policy.setAllowChunking(false);
    conduit.setClient(policy);
  }
}
