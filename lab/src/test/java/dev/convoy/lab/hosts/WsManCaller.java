package dev.convoy.lab.hosts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A raw WS-Management client with Basic authentication. */
final class WsManCaller implements AutoCloseable {
  private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
  private static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SimulatedHost host;
  private final String login;

  WsManCaller(SimulatedHost host, String password) {
    this.host = host;
    this.login = Base64.getEncoder().encodeToString(("Administrator:" + password).getBytes(StandardCharsets.UTF_8));
  }

  CommandResult powerShell(String script) throws IOException, InterruptedException {
    return powerShell(script, Map.of());
  }

  CommandResult powerShell(String script, Map<String, String> environment) throws IOException, InterruptedException {
    return run("powershell -NoProfile -NonInteractive -EncodedCommand "
        + Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE)), environment);
  }

  CommandResult run(String line) throws IOException, InterruptedException {
    return run(line, Map.of());
  }

  private CommandResult run(String line, Map<String, String> environment) throws IOException, InterruptedException {
    String variables = environment.entrySet().stream()
        .map(variable -> "<rsp:Variable Name=\"" + variable.getKey() + "\">" + variable.getValue() + "</rsp:Variable>")
        .collect(Collectors.joining("", "<rsp:Environment>", "</rsp:Environment>"));
    String shell = find(call(TRANSFER + "/Create", "", "PT60S", "<rsp:Shell>" + variables + "</rsp:Shell>").body(),
        "<rsp:ShellId>(.+?)<");
    String command = find(call(SHELL + "/Command", shell, "PT60S",
        "<rsp:CommandLine><rsp:Command>" + WsManReply.escape(line) + "</rsp:Command></rsp:CommandLine>").body(),
        "<rsp:CommandId>(.+?)<");
    String answer = receive(shell, command, "PT20S").body();
    call(TRANSFER + "/Delete", shell, "PT60S", "");
    return new CommandResult(
        Integer.parseInt(find(answer, "<rsp:ExitCode>(\\d+)<")), stream(answer, "stdout"), stream(answer, "stderr"));
  }

  /** Starts a command and asks for its output with this time-out only. */
  String receiveFault(String script, String timeout) throws IOException, InterruptedException {
    String encoded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_16LE));
    String shell = find(call(TRANSFER + "/Create", "", "PT60S", "<rsp:Shell/>").body(), "<rsp:ShellId>(.+?)<");
    String command = find(call(SHELL + "/Command", shell, "PT60S", "<rsp:CommandLine><rsp:Command>powershell"
        + "</rsp:Command><rsp:Arguments>-EncodedCommand</rsp:Arguments><rsp:Arguments>" + encoded
        + "</rsp:Arguments></rsp:CommandLine>").body(), "<rsp:CommandId>(.+?)<");
    return receive(shell, command, timeout).body();
  }

  HttpResponse<String> call(String action, String shell, String timeout, String body)
      throws IOException, InterruptedException {
    String envelope = """
        <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
        xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
        xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="%s"><s:Header><a:Action>%s</a:Action>\
        <a:MessageID>uuid:1</a:MessageID><w:OperationTimeout>%s</w:OperationTimeout>\
        <w:SelectorSet><w:Selector Name="ShellId">%s</w:Selector></w:SelectorSet></s:Header>\
        <s:Body>%s</s:Body></s:Envelope>""".formatted(SHELL, action, timeout, shell, body);
    return http.send(HttpRequest.newBuilder(URI.create("http://" + host.address() + ":" + host.port() + "/wsman"))
        .header("Authorization", "Basic " + login).header("Content-Type", "application/soap+xml;charset=UTF-8")
        .POST(BodyPublishers.ofString(envelope)).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpResponse<String> receive(String shell, String command, String timeout)
      throws IOException, InterruptedException {
    return call(SHELL + "/Receive", shell, timeout,
        "<rsp:Receive><rsp:DesiredStream rsp:CommandId=\"" + command + "\">stdout stderr</rsp:DesiredStream>"
            + "</rsp:Receive>");
  }

  private static String find(String text, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + regex + " in " + text);
    }
    return matcher.group(1);
  }

  private static String stream(String answer, String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher matcher = Pattern.compile("<rsp:Stream Name=\"" + name + "\"[^>]*>([^<]+)<").matcher(answer);
    while (matcher.find()) {
      bytes.writeBytes(Base64.getDecoder().decode(matcher.group(1)));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
