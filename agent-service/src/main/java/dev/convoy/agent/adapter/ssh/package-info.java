/** Linux hosts over SSH (sshj). */
@NullMarked
package dev.convoy.agent.adapter.ssh;

import org.jspecify.annotations.NullMarked;
