package dev.convoy.lab.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A secret as it may be written: plain, UTF-16, hexadecimal, and in up to three layers of base64. */
final class CanaryForms {
  private static final int LAYERS = 3;
  private static final int SHORTEST = 10;

  private CanaryForms() {}

  /** Bytes to look for, by the name of the form. What surrounds the secret may begin anywhere within a base64 group. */
  static Map<String, byte[]> of(String secret) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    texts(forms, "", secret);
    HexFormat hex = HexFormat.of();
    forms.put("hex", ascii(hex.formatHex(utf8(secret))));
    forms.put("HEX", ascii(hex.withUpperCase().formatHex(utf8(secret))));
    List<String> inner = List.of(secret);
    for (int layer = 1; layer <= LAYERS; layer++) {
      List<String> outer = new ArrayList<>();
      inner.forEach(text -> outer.addAll(base64(text)));
      String name = "base64".concat(" of base64".repeat(layer - 1));
      outer.forEach(text -> texts(forms, name + " ", text));
      inner = outer;
    }
    return forms;
  }

  private static void texts(Map<String, byte[]> forms, String name, String text) {
    String unlike = forms.size() + "";
    forms.put((name + "UTF-8 " + unlike).strip(), utf8(text));
    forms.put((name + "UTF-16LE " + unlike).strip(), text.getBytes(StandardCharsets.UTF_16LE));
    forms.put((name + "UTF-16BE " + unlike).strip(), text.getBytes(StandardCharsets.UTF_16BE));
  }

  /** Those characters that depend on the secret alone, for each of the three places in a group where it may begin. */
  private static List<String> base64(String text) {
    List<String> forms = new ArrayList<>();
    for (byte[] bytes : List.of(utf8(text), text.getBytes(StandardCharsets.UTF_16LE))) {
      for (int before = 0; before < 3; before++) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = (before * 8 + 5) / 6;
        int end = shifted.length * 8 / 6;
        if (end - first >= SHORTEST) {
          forms.add(encoded.substring(first, end));
        }
      }
    }
    return forms;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
