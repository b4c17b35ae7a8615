/** The real Apicurio Registry as a child process. */
@NullMarked
package dev.convoy.lab.registry;

import org.jspecify.annotations.NullMarked;
