/** Generates a fleet: the hosts, their CMDB declarations and the same as an intake file. */
@NullMarked
package dev.convoy.lab.fleetplan;

import org.jspecify.annotations.NullMarked;
