/** The source fleet: simulated Linux hosts that speak SSH and Windows hosts that speak WinRM. */
@NullMarked
package dev.convoy.lab.hosts;

import org.jspecify.annotations.NullMarked;
