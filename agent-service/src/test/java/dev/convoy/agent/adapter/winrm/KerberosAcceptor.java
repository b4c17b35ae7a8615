package dev.convoy.agent.adapter.winrm;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;

/** Lets in who shows a ticket for its service, by the JDK's own GSS-API; whoever was let in stays so on the same connection. */
final class KerberosAcceptor implements WsManFixture.Doorman {

  private static final String SCHEME = "Kerberos";
  /** HttpClient answers the one with the other, and Windows takes both. */
  private static final Set<String> TAKEN = Set.of(SCHEME, "Negotiate");
  private static final String KERBEROS = "1.2.840.113554.1.2.2";

  private final Subject subject;
  private final Set<Object> letIn = ConcurrentHashMap.newKeySet();
  private final Set<String> users = ConcurrentHashMap.newKeySet();

  /**
   * @param service such as {@code HTTP/localhost@REALM}
   * @param keys file with its key
   */
  KerberosAcceptor(String service, Path keys) throws LoginException {
    var entry = new AppConfigurationEntry("com.sun.security.auth.module.Krb5LoginModule",
        AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, Map.of("principal", service, "keyTab", keys.toString(),
            "useKeyTab", "true", "storeKey", "true", "isInitiator", "false", "doNotPrompt", "true", "refreshKrb5Config", "true"));
    var login = new LoginContext(SCHEME, new Subject(), null, new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {entry};
      }
    });
    login.login();
    subject = login.getSubject();
  }

  /** Whose tickets were taken. */
  Set<String> users() {
    return users;
  }

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public boolean letsIn(Object connection, String authorization) {
    var words = authorization.split(" ", 2);
    if (words.length == 2 && TAKEN.contains(words[0]) && Subject.callAs(subject, () -> accepts(words[1]))) {
      letIn.add(connection);
    }
    return letIn.contains(connection);
  }

  private boolean accepts(String base64) {
    try {
      var manager = GSSManager.getInstance();
      var context = manager.createContext(manager.createCredential(null, GSSCredential.INDEFINITE_LIFETIME, new Oid(KERBEROS),
          GSSCredential.ACCEPT_ONLY));
      byte[] token = Base64.getDecoder().decode(base64);
      context.acceptSecContext(token, 0, token.length);
      return established(context);
    } catch (GSSException | IllegalArgumentException e) {
      return false;
    }
  }

  private boolean established(GSSContext context) throws GSSException {
    if (context.isEstablished()) {
      users.add(context.getSrcName().toString());
    }
    return context.isEstablished();
  }
}
