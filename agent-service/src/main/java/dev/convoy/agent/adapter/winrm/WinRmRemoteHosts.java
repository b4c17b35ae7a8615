package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.RemoteHosts;
import io.cloudsoft.winrm4j.client.PayloadEncryptionMode;
import io.cloudsoft.winrm4j.client.WinRmClient;
import io.cloudsoft.winrm4j.client.WinRmClientBuilder;
import io.cloudsoft.winrm4j.client.WinRmClientContext;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transport.http.HTTPConduitConfigurer;
import org.apache.cxf.transport.http.asyncclient.AsyncHTTPConduit;
import org.apache.cxf.transport.http.asyncclient.AsyncHTTPConduitFactory;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;

/**
 * Enters Windows hosts over WinRM. All share one client context, so one HTTP reactor; its own CXF bus carries the TLS
 * settings and time-outs, which winrm4j leaves out with Basic.
 */
public final class WinRmRemoteHosts implements RemoteHosts, AutoCloseable {

  /** Longer than between two requests of one session; a connection that was left is closed after one to two of it. */
  private static final int IDLE_MILLIS = 2_000;

  private final WinRmSettings settings;
  private final String script;
  private final ServerTrust trust;
  private final SSLContext tls;
  private final Bus bus;
  private final WinRmClientContext context;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /** Enters hosts with these settings and runs {@code script}, the text of convoy-host.ps1, on them. */
  public WinRmRemoteHosts(WinRmSettings settings, String script) {
    this.settings = settings;
    this.script = script;
    this.trust = new ServerTrust(settings.trustStore(), settings.trustStorePassword());
    this.tls = trust.context();
    this.bus = BusFactory.newInstance().createBus();
    bus.getProperties().put(AsyncHTTPConduit.USE_ASYNC, Boolean.TRUE);
    bus.getProperties().put(AsyncHTTPConduitFactory.USE_POLICY, AsyncHTTPConduitFactory.UseAsyncPolicy.ALWAYS);
    // Idle connections are closed only where none has a time to live of its own.
    bus.getProperties().put(AsyncHTTPConduitFactory.CONNECTION_TTL, 0);
    bus.getProperties().put(AsyncHTTPConduitFactory.CONNECTION_MAX_IDLE, IDLE_MILLIS);
    bus.setExtension((name, address, conduit) -> configure(conduit), HTTPConduitConfigurer.class);
    this.context = WinRmClientContext.newInstance(bus);
  }

  @Override
  public RemoteHost connect(HostTarget target, Credential credential, Deadline deadline) throws PushFailure {
    if (!(credential instanceof Credential.WinRmPassword password)) {
      throw new PushFailure(PushFailure.Kind.AUTH_FAILED, target.serverId(),
          "its credential is not one for WinRM", "name a winrm credential in the inventory");
    }
    if (target.via() != null) {
      throw new PushFailure(PushFailure.Kind.NO_WAY, target.serverId(),
          "its site has a jump host, and WinRM does not go through one",
          "put its Windows hosts into a site of their own that an instance of agent-service reaches directly");
    }
    boolean clear = password.scheme() == Credential.Scheme.BASIC && !password.https();
    if (clear && !settings.allowBasicOverHttp()) {
      throw new PushFailure(PushFailure.Kind.AUTH_FAILED, target.serverId(),
          "Basic over HTTP would send the password of user " + password.user() + " in the clear",
          "set https or scheme ntlm in its credential");
    }
    trust.expect(target);
    WinRmHost host = new WinRmHost(target, password, this, trust, calls, script);
    boolean entered = false;
    try {
      host.enter(deadline);
      entered = true;
      return host;
    } finally {
      if (!entered) {
        host.close();
      }
    }
  }

  @Override
  public void close() {
    calls.shutdownNow();
    context.shutdown();
    bus.shutdown(false);
  }

  /**
   * A client for one shell, whose processes see these variables.
   *
   * @param tooLate true when an output that is still to come is waited for no longer
   */
  WinRmClient client(HostTarget target, Credential.WinRmPassword credential, Map<String, String> environment,
      BooleanSupplier tooLate) {
    String url = (credential.https() ? "https://" : "http://") + target.address() + ":" + target.port() + "/wsman";
    boolean ntlm = credential.scheme() == Credential.Scheme.NTLM;
    WinRmClientBuilder builder = WinRmClient.builder(url)
        .context(context)
        .authenticationScheme(ntlm ? "NTLM" : "Basic")
        .payloadEncryptionMode(ntlm && !credential.https() ? PayloadEncryptionMode.OPTIONAL : PayloadEncryptionMode.OFF)
        .credentials(credential.user(), credential.password())
        .environment(environment)
        .operationTimeout(settings.operationTimeout().toMillis())
        .connectionTimeout(settings.connectTimeout().toMillis())
        .connectionRequestTimeout(settings.connectTimeout().toMillis())
        .receiveTimeout(settings.receiveTimeout().toMillis())
        .retryReceiveAfterOperationTimeout(code -> !tooLate.getAsBoolean())
        .retriesForConnectionFailures(0);
    return (credential.https() ? builder.sslContext(tls).hostnameVerifier((host, session) -> true) : builder).build();
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
