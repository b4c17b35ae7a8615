package dev.convoy.lab.hosts;

/** A SOAP fault of WS-Management with Microsoft's code. */
final class WsManFault extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String TIMED_OUT = "2150858793";
  private static final String NOT_FOUND = "2150858843";
  private static final String NOT_SUPPORTED = "2150858770";

  private final String party;
  private final String subcode;
  private final String code;

  private WsManFault(String party, String subcode, String code, String message) {
    super(message);
    this.party = party;
    this.subcode = subcode;
    this.code = code;
  }

  /** Nothing to receive yet: the client asks again. */
  static WsManFault nothingYet() {
    return new WsManFault("Receiver", "w:TimedOut", TIMED_OUT,
        "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.");
  }

  static WsManFault noShell() {
    return new WsManFault("Sender", "w:InvalidSelectors", NOT_FOUND, "The request for the Windows Remote Shell failed "
        + "because the shell or command was not found on the server.");
  }

  static WsManFault notUnderstood(String what) {
    return new WsManFault("Sender", "a:ActionNotSupported", NOT_SUPPORTED, "Not understood: " + what);
  }

  String xml() {
    String text = WsManReply.escape(String.valueOf(getMessage()));
    return """
        <s:Fault><s:Code><s:Value>s:%s</s:Value><s:Subcode><s:Value>%s</s:Value></s:Subcode></s:Code>\
        <s:Reason><s:Text xml:lang="en-US">%s</s:Text></s:Reason><s:Detail>\
        <f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="%s" Machine="lab">\
        <f:Message>%s</f:Message></f:WSManFault></s:Detail></s:Fault>""".formatted(party, subcode, text, code, text);
  }
}
