/** The listeners of launched instances: what the validation's checks talk to. */
@NullMarked
package dev.convoy.lab.targets;

import org.jspecify.annotations.NullMarked;
