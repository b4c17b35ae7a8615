package dev.convoy.agent.config;

import dev.convoy.agent.adapter.aws.SecretsManagerStore;
import dev.convoy.agent.adapter.ssh.SshRemoteHosts;
import dev.convoy.agent.adapter.winrm.WinRmRemoteHosts;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.RemoteHostsByFamily;
import dev.convoy.agent.remote.SecretReferences;
import dev.convoy.agent.remote.SecretStore;
import dev.convoy.agent.remote.Sites;
import dev.convoy.kit.aws.AwsClients;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the way to source hosts together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RemoteProperties.class)
public class RemoteConfiguration {

  @Bean
  SecretStore secretStore(RemoteProperties properties, AwsClients clients) {
    return new SecretsManagerStore(clients, properties.secretsManagerOrUsual().timeoutOrUsual());
  }

  @Bean
  SecretReferences secretReferences(RemoteProperties properties, SecretStore store) {
    return properties.secretsManagerOrUsual().references(System.getenv(), store);
  }

  @Bean
  Credentials credentials(RemoteProperties properties, SecretReferences references) {
    return new Credentials(properties.credentialsOrNone(), references);
  }

  @Bean
  Sites sites(RemoteProperties properties, Credentials credentials) {
    return new Sites(properties.sitesOrNone(), credentials);
  }

  @Bean
  SshRemoteHosts sshRemoteHosts(RemoteProperties properties) {
    return new SshRemoteHosts(properties.sshSettings(), HostScripts.linux());
  }

  @Bean
  WinRmRemoteHosts winRmRemoteHosts(RemoteProperties properties, SshRemoteHosts ssh) {
    return new WinRmRemoteHosts(properties.winRmSettings(), HostScripts.windows(), ssh);
  }

  @Bean
  HostProtocol hostProtocol(SshRemoteHosts ssh, WinRmRemoteHosts winRm) {
    return new HostProtocol(new RemoteHostsByFamily(ssh, winRm), Clock.systemUTC());
  }
}
