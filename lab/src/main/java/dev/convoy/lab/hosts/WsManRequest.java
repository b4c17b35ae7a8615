package dev.convoy.lab.hosts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A WS-Management request. Prefixes differ between clients, so elements are found by their local name. */
record WsManRequest(Document document) {
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

  /** @throws WsManFault if this is not XML */
  static WsManRequest parse(byte[] body) throws IOException, WsManFault {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(NO_DOCTYPE, true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return new WsManRequest(builder.parse(new ByteArrayInputStream(body)));
    } catch (SAXException e) {
      throw WsManFault.notUnderstood("the request is not an envelope");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  String action() {
    return text("Action").orElse("");
  }

  /** Last word of the action: Create, Command, Send, Receive, Signal, Delete. */
  String verb() {
    return action().substring(action().lastIndexOf('/') + 1);
  }

  String messageId() {
    return text("MessageID").orElse("");
  }

  Optional<String> shellId() {
    return elements("Selector").filter(selector -> selector.getAttribute("Name").equals("ShellId"))
        .map(selector -> selector.getTextContent().strip()).findFirst();
  }

  /** The variables that a new shell is given. */
  Map<String, String> environment() {
    return elements("Variable").collect(Collectors.toUnmodifiableMap(
        variable -> variable.getAttribute("Name"), Element::getTextContent, (first, second) -> second));
  }

  /** Command and arguments as one line. */
  String commandLine() {
    return Stream.concat(elements("Command"), elements("Arguments"))
        .map(element -> element.getTextContent().strip())
        .reduce((line, argument) -> line + " " + argument).orElse("");
  }

  /** The command that is received from or signalled; some clients qualify the attribute, others do not. */
  Optional<String> commandId() {
    return Stream.of("DesiredStream", "Signal", "Stream").flatMap(this::elements)
        .flatMap(element -> Stream.of(
            element.getAttribute("CommandId"), element.getAttributeNS(WsManReply.SHELL, "CommandId")))
        .filter(id -> !id.isEmpty()).findFirst();
  }

  /** How long a Receive may wait. */
  Duration operationTimeout() {
    try {
      return text("OperationTimeout").map(Duration::parse).orElse(USUAL_TIMEOUT);
    } catch (DateTimeParseException e) {
      return USUAL_TIMEOUT;
    }
  }

  private Optional<String> text(String name) {
    return elements(name).map(element -> element.getTextContent().strip()).findFirst();
  }

  private Stream<Element> elements(String name) {
    NodeList found = document.getElementsByTagNameNS("*", name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
  }
}
