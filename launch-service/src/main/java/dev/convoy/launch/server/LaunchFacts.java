package dev.convoy.launch.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.CutoverRevoked;
import dev.convoy.events.inventory.FinalizeAuthorized;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.RollbackRequested;
import dev.convoy.events.inventory.ServerDecided;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.SnapshotsWaived;
import dev.convoy.events.inventory.TestAccepted;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.TestEndRequested;
import dev.convoy.events.inventory.TestWaived;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.replication.ReplicationDrainFailed;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.events.validation.CutoverVerificationFailed;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestPassed;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The events of other services that this one takes. */
public final class LaunchFacts {

  public static final Set<Class<? extends SpecificRecord>> TYPES = Set.of(
      BuildAuthorized.class, TestAuthorized.class, CutoverAuthorized.class, CutoverRevoked.class,
      FinalizeAuthorized.class, ServerHeld.class, ServerResumed.class, RetryRequested.class, RetestRequested.class,
      RollbackRequested.class, WithdrawalRequested.class, TestWaived.class, TestAccepted.class, ServerDecided.class,
      ImageRequested.class, SnapshotsWaived.class, TestEndRequested.class,
      AgentInstalled.class, SourceQuiesced.class, SourceQuiesceFailed.class, SourceResumed.class,
      ReplicationHealthy.class, ReplicationUnhealthy.class, ReplicationDrained.class, ReplicationDrainFailed.class,
      TestPassed.class, CutoverVerified.class, CutoverVerificationFailed.class);

  private LaunchFacts() {}
}
