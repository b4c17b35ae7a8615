package dev.convoy.agent.adapter.ssh;

import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;

/** Leads every forwarded connection to one port of this machine, whatever address it asks for. */
record RedirectedChannels(int port) implements ChannelFactory {

  @Override
  public String getName() {
    return TcpForwardingFilter.Type.Direct.getName();
  }

  @Override
  public Channel createChannel(Session session) {
    return new Redirected(port);
  }

  private static final class Redirected extends TcpipServerChannel {
    private final int to;

    Redirected(int to) {
      super(TcpForwardingFilter.Type.Direct, null);
      this.to = to;
    }

    @Override
    protected OpenFuture doInit(Buffer asked) {
      asked.getString();
      asked.getInt();
      Buffer redirected = new ByteArrayBuffer();
      redirected.putString("127.0.0.1");
      redirected.putUInt(to);
      redirected.putString(asked.getString());
      redirected.putUInt(asked.getUInt());
      return super.doInit(redirected);
    }
  }
}
