/** What is looked at before a wave goes into an account: nothing is changed, and every fault is named at once. */
@NullMarked
package dev.convoy.replication.preflight;

import org.jspecify.annotations.NullMarked;
