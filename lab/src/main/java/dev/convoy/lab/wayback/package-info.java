/** How servers stand after they were rolled back, seen from outside: hosts, MGN, EC2 and Route 53, with users who write on targets. */
@NullMarked
package dev.convoy.lab.wayback;

import org.jspecify.annotations.NullMarked;
