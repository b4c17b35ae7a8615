/** What a wave of any size must not exceed: heap, connections to hosts, changes of groups. */
@NullMarked
package dev.convoy.lab.limits;

import org.jspecify.annotations.NullMarked;
