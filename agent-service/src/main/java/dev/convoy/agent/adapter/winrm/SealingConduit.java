package dev.convoy.agent.adapter.winrm;

import io.cloudsoft.winrm4j.client.PayloadEncryptionMode;
import io.cloudsoft.winrm4j.client.encryption.AsyncHttpEncryptionAwareConduit;
import io.cloudsoft.winrm4j.client.encryption.AsyncHttpEncryptionAwareConduitFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.cxf.Bus;
import org.apache.cxf.message.Message;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.http.asyncclient.CXFHttpRequest;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.jspecify.annotations.Nullable;

/**
 * winrm4j's conduit for sealed messages, which was built for CXF 3.3: its call that hands the stream to the request is not
 * there any more in 3.6.
 */
final class SealingConduit extends AsyncHttpEncryptionAwareConduit {

  /** Much longer than from the last byte of an answer to the pool; a request that its caller has left may take any time. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private @Nullable OneSession client;

  SealingConduit(Bus bus, EndpointInfo endpoint, EndpointReferenceType target,
      AsyncHttpEncryptionAwareConduitFactory factory) throws IOException {
    super(PayloadEncryptionMode.REQUIRED, bus, endpoint, target, factory);
  }

  @Override
  public synchronized CloseableHttpAsyncClient getHttpAsyncClient() throws IOException {
    var mine = client;
    if (mine == null) {
      mine = OneSession.ofOneConnection(super.getHttpAsyncClient(), this, PATIENCE);
      client = mine;
    }
    return mine;
  }

  @Override
  public void setClient(HTTPClientPolicy policy) {
    super.setClient(OneSession.askingOnce(policy));
  }

  @Override
  protected OutputStream createOutputStream(
      Message message, boolean needToCacheRequest, boolean isChunking, int chunkThreshold) throws IOException {
    CXFHttpRequest request = message.get(CXFHttpRequest.class);
    var out = new AsyncWrappedEncryptionAwareOutputStream(
        message, true, false, chunkThreshold, getConduitName(), request.getURI());
    request.setOutputStream(out);
    return out;
  }
}
