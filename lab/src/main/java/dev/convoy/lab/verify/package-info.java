/** The verifier: counts lost, duplicated and forbidden from topics and ledgers alone. */
@NullMarked
package dev.convoy.lab.verify;

import org.jspecify.annotations.NullMarked;
