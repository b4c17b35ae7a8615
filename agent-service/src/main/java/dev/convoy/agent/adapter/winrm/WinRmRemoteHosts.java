package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.RemoteHosts;
import dev.convoy.agent.remote.Tunnels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Enters Windows hosts over WinRM, directly or through the jump hosts of their sites. */
public final class WinRmRemoteHosts implements RemoteHosts, AutoCloseable {

  private final WinRmSettings settings;
  private final String script;
  private final Tunnels tunnels;
  private final WinRmZone direct;
  private final Map<Hop.Way, WinRmZone> behind = new ConcurrentHashMap<>();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Enters hosts with these settings.
   *
   * @param script text of convoy-host.ps1, which is run on them
   * @param tunnels ways to hosts behind jump hosts
   */
  public WinRmRemoteHosts(WinRmSettings settings, String script, Tunnels tunnels) {
    this.settings = settings;
    this.script = script;
    this.tunnels = tunnels;
    this.direct = new WinRmZone(settings, null);
  }

  @Override
  public RemoteHost connect(HostTarget target, Credential credential, Deadline deadline) throws PushFailure {
    if (!(credential instanceof Credential.WinRmPassword password)) {
      throw new PushFailure(PushFailure.Kind.AUTH_FAILED, target.serverId(),
          "its credential is not one for WinRM", "name a winrm credential in the inventory");
    }
    boolean clear = password.scheme() == Credential.Scheme.BASIC && !password.https();
    if (clear && !settings.allowBasicOverHttp()) {
      throw new PushFailure(PushFailure.Kind.AUTH_FAILED, target.serverId(),
          "Basic over HTTP would send the password of user " + password.user() + " in the clear",
          "set https or scheme ntlm in its credential");
    }
    return enter(target, password, deadline);
  }

  private RemoteHost enter(HostTarget target, Credential.WinRmPassword password, Deadline deadline) throws PushFailure {
    var via = target.via();
    var zone = via == null ? direct
        : behind.computeIfAbsent(via.way(), way -> new WinRmZone(settings, new Ways(tunnels)));
    var tunnel = zone.way(target, deadline);
    WinRmHost host = new WinRmHost(target, password, zone, tunnel, calls, script);
    boolean entered = false;
    try {
      host.enter(deadline);
      entered = true;
      return host;
    } finally {
      if (!entered) {
        host.close();
      }
    }
  }

  @Override
  public void close() {
    calls.shutdownNow();
    direct.close();
    behind.values().forEach(WinRmZone::close);
  }
}
