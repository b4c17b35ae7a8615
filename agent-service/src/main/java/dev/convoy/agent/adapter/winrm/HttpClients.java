package dev.convoy.agent.adapter.winrm;

import io.cloudsoft.winrm4j.client.PayloadEncryptionMode;
import io.cloudsoft.winrm4j.client.encryption.AsyncHttpEncryptionAwareConduitFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.cxf.Bus;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.ConduitInitiatorManager;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transport.http.HTTPConduitFactory;
import org.apache.cxf.transport.http.HTTPTransportFactory;
import org.apache.cxf.transport.http.asyncclient.AsyncHTTPConduit;
import org.apache.cxf.transport.http.asyncclient.AsyncHTTPConduitFactory;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.apache.http.client.config.AuthSchemes;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClientBuilder;
import org.apache.http.impl.nio.conn.ManagedNHttpClientConnectionFactory;
import org.apache.http.impl.nio.conn.PoolingNHttpClientConnectionManager;
import org.apache.http.impl.nio.reactor.DefaultConnectingIOReactor;
import org.apache.http.nio.conn.NoopIOSessionStrategy;
import org.apache.http.nio.conn.SchemeIOSessionStrategy;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.apache.http.nio.reactor.IOReactorException;
import org.jspecify.annotations.Nullable;

/**
 * The two HTTP clients of a zone, each with its reactor and its connections: one for what is sent as it is, in TLS or not, and
 * one for messages that NTLM seals. winrm4j on its own would start a reactor for each session of the second kind.
 */
final class HttpClients implements AutoCloseable {

  /** Longer than between two requests of one session; a connection that was left is closed after one to two of it. */
  private static final int IDLE_MILLIS = 2_000;
  private static final int MOST = 5_000;
  private static final int MOST_PER_HOST = 1_000;

  private final @Nullable Ways ways;
  private final AsyncHTTPConduitFactory plain;
  private final AsyncHttpEncryptionAwareConduitFactory sealing;
  private final Queue<PoolingNHttpClientConnectionManager> behindJumpHost = new ConcurrentLinkedQueue<>();

  HttpClients(Bus bus, @Nullable Ways ways) {
    this.ways = ways;
    var properties = Map.<String, Object>of(
        AsyncHTTPConduit.USE_ASYNC, Boolean.TRUE,
        AsyncHTTPConduitFactory.USE_POLICY, AsyncHTTPConduitFactory.UseAsyncPolicy.ALWAYS,
        // Idle connections are closed only where none has a time to live of its own.
        AsyncHTTPConduitFactory.CONNECTION_TTL, 0,
        AsyncHTTPConduitFactory.CONNECTION_MAX_IDLE, IDLE_MILLIS);
    bus.getProperties().putAll(properties);
    plain = new AsyncHTTPConduitFactory(properties) {
      @Override
      public HTTPConduit createConduit(Bus of, EndpointInfo endpoint, EndpointReferenceType target) throws IOException {
        return new PlainConduit(of, endpoint, target, this);
      }

      @Override
      protected void adaptClientBuilder(HttpAsyncClientBuilder builder) {
        goBy(builder);
      }
    };
    sealing = new AsyncHttpEncryptionAwareConduitFactory(
        PayloadEncryptionMode.REQUIRED, List.of(AuthSchemes.SPNEGO, AuthSchemes.NTLM), properties) {
      @Override
      public HTTPConduit createConduit(Bus of, EndpointInfo endpoint, EndpointReferenceType target) throws IOException {
        return new SealingConduit(of, endpoint, target, this);
      }

      @Override
      protected void adaptClientBuilder(HttpAsyncClientBuilder builder) {
        goBy(builder);
      }
    };
    var initiators = bus.getExtension(ConduitInitiatorManager.class);
    var transport = new Transport();
    HTTPTransportFactory.DEFAULT_NAMESPACES.forEach(name -> initiators.registerConduitInitiator(name, transport));
    transport.getUriPrefixes().forEach(name -> initiators.registerConduitInitiator(name, transport));
  }

  /** Lets go of connections that the end of a tunnel has cut. */
  void forgetEnded() {
    behindJumpHost.forEach(PoolingNHttpClientConnectionManager::closeExpiredConnections);
  }

  @Override
  public void close() {
    plain.shutdown();
    sealing.shutdown();
  }

  private void goBy(HttpAsyncClientBuilder builder) {
    if (ways == null) {
      return;
    }
    try {
      var manager = new PoolingNHttpClientConnectionManager(new DefaultConnectingIOReactor(),
          new ManagedNHttpClientConnectionFactory(), RegistryBuilder.<SchemeIOSessionStrategy>create()
              .register("http", NoopIOSessionStrategy.INSTANCE)
              .register("https", SSLIOSessionStrategy.getSystemDefaultStrategy()).build(),
          ways, ways, -1, TimeUnit.MILLISECONDS);
      manager.setMaxTotal(MOST);
      manager.setDefaultMaxPerRoute(MOST_PER_HOST);
      behindJumpHost.add(manager);
      builder.setConnectionManager(manager);
    } catch (IOReactorException e) {
      throw new IllegalStateException("no I/O reactor for connections through a jump host", e);
    }
  }

  /** For what is sent as it is. */
  private static final class PlainConduit extends AsyncHTTPConduit {
    private final Object session = OneSession.BUILT_FOR.orElse(this);
    private @Nullable OneSession client;

    PlainConduit(Bus bus, EndpointInfo endpoint, EndpointReferenceType target, AsyncHTTPConduitFactory factory)
        throws IOException {
      super(bus, endpoint, target, factory);
    }

    @Override
    public void setClient(HTTPClientPolicy policy) {
      super.setClient(OneSession.askingOnce(policy));
    }

    @Override
    public synchronized CloseableHttpAsyncClient getHttpAsyncClient() throws IOException {
      var mine = client;
      if (mine == null) {
        mine = OneSession.ofConnections(super.getHttpAsyncClient(), session);
        client = mine;
      }
      return mine;
    }
  }

  /** Gives every session the clients that are shared, in place of one of its own. */
  private final class Transport extends HTTPTransportFactory {
    @Override
    protected HTTPConduitFactory findFactory(EndpointInfo endpoint, Bus bus) {
      return endpoint.getProperty(HTTPConduitFactory.class.getName()) instanceof AsyncHttpEncryptionAwareConduitFactory
          ? sealing : plain;
    }
  }
}
