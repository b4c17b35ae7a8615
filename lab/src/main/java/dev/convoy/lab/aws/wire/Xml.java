package dev.convoy.lab.aws.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of an XML answer. */
public record Xml(String name, @Nullable String text, List<Xml> children) {

  public Xml {
    children = List.copyOf(children);
  }

  /** An element with text. */
  public static Xml leaf(String name, Object value) {
    return new Xml(name, value.toString(), List.of());
  }

  /** An element with elements. */
  public static Xml node(String name, Xml... children) {
    return new Xml(name, null, List.of(children));
  }

  /** An element with elements. */
  public static Xml node(String name, List<Xml> children) {
    return new Xml(name, null, children);
  }

  /** The document with this root in a namespace. */
  public String document(String namespace) {
    var out = new StringBuilder(1024).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write(out, namespace.isEmpty() ? "" : " xmlns=\"" + namespace + "\"");
    return out.toString();
  }

  private void write(StringBuilder out, String attributes) {
    out.append('<').append(name).append(attributes).append('>');
    if (text != null) {
      escape(text, out);
    }
    children.forEach(c -> c.write(out, ""));
    out.append("</").append(name).append('>');
  }

  private static void escape(String text, StringBuilder out) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }
}
