/** The accounts, regions and networks that servers may move to, as environments.yml declares them. */
@NullMarked
package dev.convoy.inventory.environments;

import org.jspecify.annotations.NullMarked;
