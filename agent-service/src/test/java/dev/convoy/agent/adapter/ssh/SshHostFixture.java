package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.remote.RemoteHostContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** A real SSH server whose commands run in the real sh of this machine; it plays sudo itself. */
final class SshHostFixture implements RemoteHostContract.Host, AutoCloseable {

  static final String USER = "migrate";

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair hostKey;
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicInteger authentications = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private final Queue<String> commands = new ConcurrentLinkedQueue<>();
  private final AtomicInteger verbsLeft = new AtomicInteger(-1);
  private final Path root;
  private volatile boolean silent;
  private volatile boolean hangsUp;
  private volatile int chatter;
  private volatile @Nullable String sudoPassword;
  private volatile boolean sudoDenied;

  SshHostFixture(Path root, PublicKey user, String password) throws IOException {
    this(root, user, password, keyPair("EC", 256));
  }

  SshHostFixture(Path root, PublicKey user, String password, KeyPair hostKey, KeyPair... others) throws IOException {
    this.root = root;
    this.hostKey = hostKey;
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(Stream.concat(Stream.of(hostKey), Stream.of(others)).toList()));
    server.setPublickeyAuthenticator((name, key, session) -> {
      authentications.incrementAndGet();
      return name.equals(USER) && key.equals(user);
    });
    server.setPasswordAuthenticator((name, given, session) -> {
      authentications.incrementAndGet();
      return name.equals(USER) && given.equals(password);
    });
    server.setServiceFactories(List.of(
        counting(ServerUserAuthServiceFactory.INSTANCE), counting(ServerConnectionServiceFactory.INSTANCE)));
    server.setCommandFactory((channel, line) -> new ShellCommand(line));
    server.start();
  }

  int port() {
    return server.getPort();
  }

  /** Lets it be a jump host. */
  void forwards() {
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
  }

  /** Lets it be a jump host into a network of its own, where every address is this port. */
  void forwardsTo(int port) {
    forwards();
    server.setChannelFactories(List.of(new RedirectedChannels(port)));
  }

  /** Connections that are open now. */
  int connections() {
    return server.getActiveSessions().size();
  }

  /** Ends all connections, as a crash does. */
  void cutAll() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  Collection<String> commands() {
    return commands;
  }

  PublicKey hostKey() {
    return hostKey.getPublic();
  }

  void sudoAsks(String password) {
    sudoPassword = password;
  }

  void denySudo() {
    sudoDenied = true;
  }

  @Override
  public void fallSilent() {
    silent = true;
  }

  @Override
  public void hangUp() {
    hangsUp = true;
  }

  @Override
  public void hangUpAfter(int verbs) {
    verbsLeft.set(verbs);
  }

  @Override
  public byte[] pushed(String sha512) throws IOException {
    return Files.readAllBytes(root.resolve("installers").resolve(sha512));
  }

  @Override
  public void chatter(int bytes) {
    chatter = bytes;
  }

  @Override
  public int authentications() {
    return authentications.get();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    processes.forEach(Process::destroyForcibly);
    server.stop(true);
  }

  @Override
  public int messages() {
    return messages.get();
  }

  /** A service is made when the first message asks for it; nothing can authenticate before. */
  private ServiceFactory counting(ServiceFactory factory) {
    return new ServiceFactory() {
      @Override
      public String getName() {
        return factory.getName();
      }

      @Override
      public Service create(Session session) throws IOException {
        messages.incrementAndGet();
        return factory.create(session);
      }
    };
  }

  static KeyPair keyPair(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  private final class ShellCommand implements Command {

    private final String line;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private @Nullable ChannelSession channel;

    private ShellCommand(String line) {
      this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
      in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession session, Environment env) {
      channel = session;
      Thread.ofVirtual().start(this::serve);
    }

    @Override
    public void destroy(ChannelSession session) {}

    private void serve() {
      try {
        int code = run(requireNonNull(in), requireNonNull(out),
            requireNonNull(err));
        requireNonNull(exit).onExit(code);
      } catch (IOException | InterruptedException e) {
        requireNonNull(exit).onExit(255, String.valueOf(e.getMessage()));
      }
    }

    private int run(InputStream stdin, OutputStream stdout, OutputStream stderr)
        throws IOException, InterruptedException {
      commands.add(line);
      if (silent) {
        closed.await();
      }
      if (hangsUp || verbsLeft.getAndDecrement() == 0) {
        requireNonNull(channel).getSession().close(true);
        return 0;
      }
      boolean asked = line.startsWith("sudo -S -k -p '' ");
      String given = asked && sudoPassword != null ? line(stdin) : null;
      if (sudoDenied || sudoPassword != null && !sudoPassword.equals(given)) {
        stderr.write("sudo: a password is required\n".getBytes(StandardCharsets.UTF_8));
        stderr.flush();
        return 1;
      }
      return shell(line.replaceFirst("^sudo (-n|-S -k -p '') ", ""), stdin, stdout, stderr);
    }

    private int shell(String command, InputStream stdin, OutputStream stdout, OutputStream stderr)
        throws IOException, InterruptedException {
      byte[] noise = "login banner\n".repeat(chatter / 13).getBytes(StandardCharsets.UTF_8);
      stdout.write(noise);
      stderr.write(noise);
      ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
      builder.environment().put("CONVOY_ROOT", root.toString());
      Process process = builder.start();
      processes.add(process);
      Thread feeder = Thread.ofVirtual().start(() -> feed(stdin, process));
      Thread errors = Thread.ofVirtual().start(() -> pass(process.getErrorStream(), stderr));
      pass(process.getInputStream(), stdout);
      errors.join();
      int code = process.waitFor();
      feeder.interrupt();
      processes.remove(process);
      return code;
    }

    private void feed(InputStream from, Process process) {
      try (OutputStream to = process.getOutputStream()) {
        from.transferTo(to);
      } catch (IOException e) {
        process.destroy();
      }
    }

    private void pass(InputStream from, OutputStream to) {
      try {
        from.transferTo(to);
        to.flush();
      } catch (IOException e) {
        closed.countDown();
      }
    }
  }
}
