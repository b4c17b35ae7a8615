package dev.convoy.lab.aws.wire;

import java.io.IOException;
import java.io.StringReader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Requests of Route 53: what the path says, and an XML body as a tree. */
final class RestXml {

  /** Elements whose children are members of a list. */
  private static final Set<String> LISTS = Set.of("Changes", "ResourceRecords");

  private static final String ROOT = "/2013-04-01/";
  private static final Pattern RECORDS = Pattern.compile("hostedzone/([A-Za-z0-9]{1,32})/rrset/?");
  private static final Pattern ZONE = Pattern.compile("hostedzone/([A-Za-z0-9]{1,32})");
  private static final Pattern CHANGE = Pattern.compile("change/([A-Za-z0-9]{1,40})");

  private RestXml() {}

  /** The operation of a method and path; empty if there is none. */
  static String operation(String method, String path) {
    var rest = rest(path);
    if (method.equals("POST")) {
      return RECORDS.matcher(rest).matches() ? "ChangeResourceRecordSets" : "";
    }
    return !method.equals("GET") ? "" : rest.equals("hostedzone") ? "ListHostedZones" : rest.equals("hostedzonesbyname") ? "ListHostedZonesByName"
        : RECORDS.matcher(rest).matches() ? "ListResourceRecordSets"
        : ZONE.matcher(rest).matches() ? "GetHostedZone"
        : CHANGE.matcher(rest).matches() ? "GetChange" : "";
  }

  private static String rest(String path) {
    return path.startsWith(ROOT) ? path.substring(ROOT.length()) : "";
  }

  /**
   * The body, with what the path and its query carry.
   *
   * @throws AwsError if it is not XML
   */
  static ObjectNode request(String path, Query query, String body) {
    var json = body.isBlank() ? JsonNodeFactory.instance.objectNode() : (ObjectNode) tree(parse(body));
    Stream.of(RECORDS, ZONE, CHANGE).map(pattern -> pattern.matcher(rest(path))).filter(found -> found.matches())
        .forEach(found -> json.put("Id", found.group(1)));
    Stream.of("name", "type", "identifier", "maxitems", "dnsname", "hostedzoneid", "marker").filter(query::has)
        .forEach(name -> json.put(name, query.get(name)));
    return json;
  }

  private static Element parse(String body) {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(body))).getDocumentElement();
    } catch (SAXException | IOException e) {
      throw AwsError.of(400, "MalformedXML", "The body is not XML: " + e.getMessage());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this JVM has no secure XML parser", e);
    }
  }

  private static JsonNode tree(Element element) {
    var nodes = element.getChildNodes();
    var children = IntStream.range(0, nodes.getLength()).mapToObj(nodes::item)
        .filter(Element.class::isInstance).map(Element.class::cast).toList();
    if (LISTS.contains(element.getLocalName())) {
      var list = JsonNodeFactory.instance.arrayNode();
      children.forEach(child -> list.add(tree(child)));
      return list;
    }
    if (children.isEmpty() && element.getParentNode() instanceof Element) {
      return JsonNodeFactory.instance.stringNode(element.getTextContent());
    }
    var object = JsonNodeFactory.instance.objectNode();
    children.forEach(child -> object.set(child.getLocalName(), tree(child)));
    return object;
  }
}
