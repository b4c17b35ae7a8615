package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.RemoteHostContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shells of a Windows host, whatever brings the envelopes to it: just enough of WS-Management for one client. */
public final class WsManShells implements RemoteHostContract.Host, AutoCloseable {

  private static final Pattern ENVELOPE_ACTION = Pattern.compile("<(?:\\w+:)?Action[^>]*>([^<]+)<");
  private static final Pattern MESSAGE_ID = Pattern.compile("<(?:\\w+:)?MessageID[^>]*>([^<]+)<");
  private static final Pattern SHELL_ID = Pattern.compile("<(?:\\w+:)?Selector[^>]*Name=\"ShellId\"[^>]*>([^<]+)<");
  private static final Pattern COMMAND = Pattern.compile("<(?:\\w+:)?Command>([^<]+)<");
  private static final Pattern VARIABLE = Pattern.compile("<(?:\\w+:)?Variable[^>]*Name=\"([^\"]+)\"[^>]*>([^<]*)<");
  private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger authentications = new AtomicInteger();
  private final AtomicInteger messages = new AtomicInteger();
  private final Map<String, Map<String, String>> shells = new ConcurrentHashMap<>();
  private final Map<String, String> outputs = new ConcurrentHashMap<>();
  private final Queue<String> commandLines = new ConcurrentLinkedQueue<>();
  private final WindowsFixture windows = new WindowsFixture();
  private volatile boolean silent;
  private volatile boolean hangsUp;
  private volatile int chatter;
  private final AtomicInteger verbsLeft = new AtomicInteger(-1);

  WindowsFixture windows() {
    return windows;
  }

  Queue<String> commandLines() {
    return commandLines;
  }

  int open() {
    return shells.size();
  }

  /** Something came in. */
  public void message() {
    messages.incrementAndGet();
  }

  /** Somebody has said who they are. */
  public void authentication() {
    authentications.incrementAndGet();
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
  public byte[] pushed(String sha512) {
    return windows.pushed(sha512);
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
  public int messages() {
    return messages.get();
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /**
   * The answer to an envelope; waits for the end where the host has fallen silent.
   *
   * @throws IOException where the connection has to end instead
   */
  public String answer(String request) throws IOException, InterruptedException {
    String action = found(ENVELOPE_ACTION, request);
    String body = body(action.substring(action.lastIndexOf('/') + 1), request);
    return envelope(action, found(MESSAGE_ID, request), body);
  }

  private String body(String verb, String request) throws IOException, InterruptedException {
    String shell = found(SHELL_ID, request);
    return switch (verb) {
      case "Create" -> create(request);
      case "Command" -> command(shell, found(COMMAND, request));
      case "Receive" -> receive(shell);
      case "Signal" -> "<rsp:SignalResponse/>";
      default -> {
        shells.remove(shell);
        yield "";
      }
    };
  }

  private String create(String request) {
    String id = UUID.randomUUID().toString();
    Map<String, String> environment = new HashMap<>();
    Matcher variables = VARIABLE.matcher(request);
    while (variables.find()) {
      environment.put(variables.group(1), variables.group(2));
    }
    shells.put(id, environment);
    return "<x:ResourceCreated><a:Address>here</a:Address><a:ReferenceParameters><w:ResourceURI>" + SHELL
        + "/cmd</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">" + id
        + "</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>";
  }

  private String command(String shell, String line) {
    commandLines.add(line);
    String base64 = line.substring(line.lastIndexOf(' ') + 1);
    String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_16LE);
    String noise = text.startsWith("& ") ? "login banner\r\n".repeat(chatter / 14) : "";
    outputs.put(shell, noise + windows.run(text, shells.getOrDefault(shell, Map.of())));
    return "<rsp:CommandResponse><rsp:CommandId>" + shell + "</rsp:CommandId></rsp:CommandResponse>";
  }

  private String receive(String shell) throws IOException, InterruptedException {
    String output = String.valueOf(outputs.remove(shell));
    boolean verb = output.contains("@convoy ");
    if (verb && (hangsUp || verbsLeft.getAndDecrement() == 0)) {
      throw new IOException("hangs up");
    }
    if (verb && silent) {
      closed.await();
      throw new IOException("silent to the end");
    }
    return "<rsp:ReceiveResponse><rsp:Stream Name=\"stdout\" CommandId=\"" + shell + "\">"
        + Base64.getEncoder().encodeToString(output.getBytes(StandardCharsets.UTF_8))
        + "</rsp:Stream><rsp:CommandState CommandId=\"" + shell + "\" State=\"" + SHELL
        + "/CommandState/Done\"><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse>";
  }

  private static String envelope(String action, String relatesTo, String body) {
    return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
        + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
        + " xmlns:x=\"http://schemas.xmlsoap.org/ws/2004/09/transfer\""
        + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:rsp=\"" + SHELL + "\"><s:Header><a:Action>"
        + action + "Response</a:Action><a:MessageID>uuid:" + UUID.randomUUID() + "</a:MessageID><a:RelatesTo>"
        + relatesTo + "</a:RelatesTo></s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
