package dev.convoy.lab.hosts;

import java.util.Base64;
import java.util.UUID;

/** The envelopes that a WinRM host answers with. */
final class WsManReply {
  static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
  private static final String FAULT = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";

  private WsManReply() {}

  static String answer(WsManRequest request, String body) {
    return envelope(request.action() + "Response", request.messageId(), body);
  }

  static String fault(String messageId, WsManFault fault) {
    return envelope(FAULT, messageId, fault.xml());
  }

  static String created(String address, String shellId) {
    return """
        <x:ResourceCreated><a:Address>http://%s/wsman</a:Address><a:ReferenceParameters>\
        <w:ResourceURI>%s/cmd</w:ResourceURI><w:SelectorSet><w:Selector Name="ShellId">%s</w:Selector></w:SelectorSet>\
        </a:ReferenceParameters></x:ResourceCreated><rsp:Shell><rsp:ShellId>%s</rsp:ShellId></rsp:Shell>"""
        .formatted(address, SHELL, shellId, shellId);
  }

  static String commandStarted(String commandId) {
    return "<rsp:CommandResponse><rsp:CommandId>" + commandId + "</rsp:CommandId></rsp:CommandResponse>";
  }

  /** A part of the output of a command; its exit code when it was the last one. */
  static String received(String commandId, CommandOutput.Part part) {
    String state = part.exit().isEmpty() ? "Running\"/>"
        : "Done\"><rsp:ExitCode>" + part.exit().getAsInt() + "</rsp:ExitCode></rsp:CommandState>";
    return "<rsp:ReceiveResponse>" + stream("stdout", commandId, part.output(), part.exit().isPresent())
        + stream("stderr", commandId, part.error(), part.exit().isPresent())
        + "<rsp:CommandState CommandId=\"" + commandId + "\" State=\"" + SHELL + "/CommandState/" + state
        + "</rsp:ReceiveResponse>";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }

  private static String stream(String name, String commandId, byte[] bytes, boolean last) {
    String attributes = "<rsp:Stream Name=\"" + name + "\" CommandId=\"" + commandId + "\"";
    String content = Base64.getEncoder().encodeToString(bytes);
    return (bytes.length == 0 ? "" : attributes + ">" + content + "</rsp:Stream>")
        + (last ? attributes + " End=\"true\"/>" : "");
  }

  private static String envelope(String action, String relatesTo, String body) {
    return """
        <s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
        xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
        xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" \
        xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="%s" \
        xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd">\
        <s:Header><a:Action>%s</a:Action><a:MessageID>uuid:%s</a:MessageID>\
        <a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>\
        <a:RelatesTo>%s</a:RelatesTo></s:Header><s:Body>%s</s:Body></s:Envelope>"""
        .formatted(SHELL, escape(action), UUID.randomUUID(), escape(relatesTo), body);
  }
}
