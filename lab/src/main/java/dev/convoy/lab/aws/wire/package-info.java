/** HTTP as AWS speaks it: who calls which operation, checks of requests, answers, errors, faults, ledger. */
@NullMarked
package dev.convoy.lab.aws.wire;

import org.jspecify.annotations.NullMarked;
