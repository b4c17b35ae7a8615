/** The same push to many hosts by agent-service, Ansible and parallel-ssh. */
@NullMarked
package dev.convoy.benchmarks.push;

import org.jspecify.annotations.NullMarked;
