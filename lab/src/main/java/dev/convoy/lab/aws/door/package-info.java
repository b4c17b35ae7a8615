/** The lab's own paths beside AWS's: agents, faults, and what is known of calls and instances. */
@NullMarked
package dev.convoy.lab.aws.door;

import org.jspecify.annotations.NullMarked;
