/** Points at which the lab may let a service crash, so that what a crash leaves behind can be shown to be mended. */
@NullMarked
package dev.convoy.kit.fault;

import org.jspecify.annotations.NullMarked;
