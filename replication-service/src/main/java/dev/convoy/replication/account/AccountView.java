package dev.convoy.replication.account;

import dev.convoy.replication.server.StagingSettings;

/** How MGN stands in an account and region. */
public sealed interface AccountView {

  /** MGN was never initialized here. */
  record Uninitialized() implements AccountView {}

  /** Initialized, without a replication configuration template. */
  record WithoutTemplate() implements AccountView {}

  record WithTemplate(StagingSettings settings) implements AccountView {}

  record WithSeveralTemplates(int found) implements AccountView {}
}
