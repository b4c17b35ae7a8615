package dev.convoy.lab.hosts;

/**
 * The most connections that were open at once, as the hosts count them.
 *
 * @param ssh to Linux hosts, one for each session
 * @param winrm to Windows hosts; a session may use several, and one stays open until its end has arrived
 */
public record MostConnections(int ssh, int winrm) {

  @Override
  public String toString() {
    return "ssh-connections=" + ssh + " winrm-connections=" + winrm;
  }
}
