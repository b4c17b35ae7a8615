/** Quiesces and resumes applications by named runbooks. */
@NullMarked
package dev.convoy.agent.runbook;

import org.jspecify.annotations.NullMarked;
