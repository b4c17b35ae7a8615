package dev.convoy.agent.config;

import dev.convoy.agent.adapter.ssh.SshRemoteHosts;
import dev.convoy.agent.adapter.tcp.TcpKnock;
import dev.convoy.agent.power.AwaitHandler;
import dev.convoy.agent.power.PowerHooks;
import dev.convoy.agent.power.PowerOnHandler;
import dev.convoy.agent.power.ShutdownHandler;
import dev.convoy.agent.power.WatchHandler;
import dev.convoy.agent.remote.Knock;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.PowerPolicy;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what shuts sources down, watches them and powers them on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PowerSettings.class)
public class PowerConfiguration {

  @Bean
  PowerPolicy powerPolicy(PowerSettings power, AgentSettings settings) {
    return power.policy(settings);
  }

  @Bean
  Knock knock(SshRemoteHosts ssh) {
    return new TcpKnock(ssh);
  }

  @Bean
  ShutdownHandler shutdownHandler(HostWork work, Knock knock, Clock clock, AgentSettings settings, PowerSettings power) {
    return new ShutdownHandler(work, knock, clock, settings.pollInterval(), power.shutdown().within(),
        power.shutdown().offAfter());
  }

  @Bean
  WatchHandler watchHandler(HostWork work, Knock knock, Clock clock, PowerSettings power) {
    return new WatchHandler(work, knock, clock, power.watchEvery());
  }

  @Bean
  AwaitHandler awaitHandler(HostWork work, Knock knock, Clock clock, AgentSettings settings) {
    return new AwaitHandler(work, knock, clock, settings.pollInterval());
  }

  @Bean
  PowerOnHandler powerOnHandler(Clock clock, AgentSettings settings, PowerSettings power) {
    return new PowerOnHandler(new PowerHooks(power.powerOn()), System.getenv(), clock, settings.pollInterval());
  }
}
