/** AWS clients by account and region, their rate, and what their failures mean. */
@NullMarked
package dev.convoy.kit.aws;

import org.jspecify.annotations.NullMarked;
